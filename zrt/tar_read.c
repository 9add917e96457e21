/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of tar images, one entry after the other. */
#include <errno.h>
#include <string.h>

#include "heap.h"
#include "tar.h"

struct header {
	char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8];
	char type;
	char link[100], magic[8], user[32], group[32], major[8], minor[8], prefix[155], padding[12];
};
_Static_assert(sizeof(struct header) == ZRT_TAR_BLOCK, "a header is a block");

/* Old GNU sparse files: the header's last part, and blocks of more pieces. */
struct sparse_piece {
	char offset[12], size[12];
};
#define SPARSE_IN_HEADER 4
#define SPARSE_MAP_AT 386
#define SPARSE_MORE_AT 482
#define SPARSE_REAL_SIZE_AT 483
#define SPARSE_IN_BLOCK 21
#define SPARSE_BLOCK_MORE_AT 504

static int wrong(struct zrt_tar *tar, const char *what)
{
	tar->error = what;
	return -EINVAL;
}

/* --- fields ----------------------------------------------------------------- */

/*
 * Octal digits with blanks around, or GNU's base 256 (first bit set, two's
 * complement).  False if it is neither, or does not fit.
 */
static bool number(const char *field, size_t size, int64_t *value)
{
	const unsigned char *p = (const unsigned char *)field, *end = p + size;
	uint64_t n = 0;

	if (*p & 0x80) {
		bool negative = *p & 0x40;

		n = negative ? ~0ULL : 0;
		for (size_t i = 0; i < size; i++) {
			unsigned char byte = i ? p[i] : negative ? p[0] : p[0] & 0x7F;
			uint64_t top = n >> 55; /* must be nothing but sign */

			if (top != (negative ? 0x1FF : 0))
				return false;
			n = n << 8 | byte;
		}
		*value = (int64_t)n;
		return true;
	}
	while (p < end && *p == ' ')
		p++;
	for (; p < end && *p >= '0' && *p <= '7'; p++) {
		if (n >> 60)
			return false;
		n = n << 3 | (uint64_t)(*p - '0');
	}
	for (; p < end && (*p == ' ' || !*p); p++)
		;
	*value = (int64_t)n;
	return p == end || size == 8 || size == 12; /* some writers leave rubbish behind a NUL */
}

#define NUMBER(field, value) number(field, sizeof(field), value)

/* The sum of all bytes, with the checksum itself as blanks; old tars summed signed chars. */
static bool checksum_fits(const struct header *h)
{
	const unsigned char *p = (const unsigned char *)h;
	int64_t wanted, sum = 0, signed_sum = 0;

	if (!NUMBER(h->checksum, &wanted))
		return false;
	for (size_t i = 0; i < sizeof *h; i++) {
		bool blank = i >= offsetof(struct header, checksum) && i < offsetof(struct header, type);

		sum += blank ? ' ' : p[i];
		signed_sum += blank ? ' ' : (signed char)p[i];
	}
	return wanted == sum || wanted == signed_sum;
}

static bool all_zero(const struct header *h)
{
	const char *p = (const char *)h;

	return !p[0] && !memcmp(p, p + 1, sizeof *h - 1);
}

/* Joins prefix (ustar only) and name. */
static void take_name(struct zrt_tar *tar, const struct header *h)
{
	size_t prefix = 0, name = strnlen(h->name, sizeof h->name);

	if (!memcmp(h->magic, "ustar\0", 6) && h->prefix[0]) {
		prefix = strnlen(h->prefix, sizeof h->prefix);
		memcpy(tar->name, h->prefix, prefix);
		tar->name[prefix++] = '/';
	}
	memcpy(tar->name + prefix, h->name, name);
	tar->name[prefix + name] = 0;
	name = strnlen(h->link, sizeof h->link);
	memcpy(tar->link, h->link, name);
	tar->link[name] = 0;
}

/* --- reading blocks ----------------------------------------------------------- */

/* 1: all of it; 0: the image ends before; or an errno. */
static int fetch(struct zrt_tar *tar, void *buffer, size_t size, uint64_t at)
{
	int64_t n = tar->source(tar->context, buffer, size, at);

	return n < 0 ? (int)n : (size_t)n == size;
}

static uint64_t round_up(uint64_t size)
{
	return (size + ZRT_TAR_BLOCK - 1) & ~(uint64_t)(ZRT_TAR_BLOCK - 1);
}

/* Moves on behind `size` bytes of contents; false if that is beyond all offsets. */
static bool skip(struct zrt_tar *tar, uint64_t size)
{
	if (size > INT64_MAX / 2 || tar->at > INT64_MAX / 2)
		return false;
	tar->at += round_up(size);
	return true;
}

/* --- extended headers ------------------------------------------------------------ */

/* Reads the contents of an extended header to fresh memory with a NUL behind. */
static int read_extension(struct zrt_tar *tar, uint64_t size, char **text)
{
	int result;

	if (size > ZRT_TAR_EXTENSION_MAX)
		return wrong(tar, "an extended header of more than 1 MiB");
	*text = zrt_alloc(size + 1);
	if (!*text)
		return -ENOMEM;
	result = fetch(tar, *text, size, tar->at);
	if (result <= 0) {
		zrt_free(*text);
		return result < 0 ? result : wrong(tar, "the image ends in an extended header");
	}
	(*text)[size] = 0;
	(void)skip(tar, size);
	return 0;
}

static int pax_extension(struct zrt_tar *tar, struct zrt_tar_extension *x, uint64_t size)
{
	bool no_memory = false;
	char *text;
	int result = read_extension(tar, size, &text);

	if (result < 0)
		return result;
	tar->error = zrt_tar_pax(x, text, size, &no_memory);
	zrt_free(text);
	return no_memory ? -ENOMEM : tar->error ? -EINVAL : 0;
}

/* GNU's 'L' and 'K': the whole contents are a name. */
static int long_name(struct zrt_tar *tar, char **slot, uint64_t size)
{
	char *text;
	int result = read_extension(tar, size, &text);

	if (result < 0)
		return result;
	zrt_free(*slot);
	*slot = text;
	return 0;
}

/* --- sparse files -------------------------------------------------------------------- */

static int gnu_sparse_pieces(struct zrt_tar *tar, const char *at, int count)
{
	const struct sparse_piece *p = (const struct sparse_piece *)(const void *)at;

	for (; count && p->size[0]; count--, p++) {
		int64_t offset, size;

		if (!NUMBER(p->offset, &offset) || !NUMBER(p->size, &size) || offset < 0 || size < 0)
			return wrong(tar, "a sparse map that is not numbers");
		if (!zrt_tar_add_piece(&tar->once, (uint64_t)offset, (uint64_t)size))
			return -ENOMEM;
	}
	return 0;
}

/* The map of an old GNU sparse file: in the header and in blocks behind it. */
static int gnu_sparse(struct zrt_tar *tar, const struct header *h)
{
	const char *raw = (const char *)h;
	char block[ZRT_TAR_BLOCK];
	bool more = raw[SPARSE_MORE_AT];
	int64_t real_size;
	int result = gnu_sparse_pieces(tar, raw + SPARSE_MAP_AT, SPARSE_IN_HEADER);

	if (result < 0)
		return result;
	if (!number(raw + SPARSE_REAL_SIZE_AT, 12, &real_size) || real_size < 0)
		return wrong(tar, "a sparse file without its size");
	while (more) {
		result = fetch(tar, block, sizeof block, tar->at);
		if (result <= 0)
			return result < 0 ? result : wrong(tar, "the image ends in a sparse map");
		tar->at += sizeof block;
		result = gnu_sparse_pieces(tar, block, SPARSE_IN_BLOCK);
		if (result < 0)
			return result;
		more = block[SPARSE_BLOCK_MORE_AT];
	}
	tar->once.sparse = tar->once.has_real_size = true;
	tar->once.real_size = (uint64_t)real_size;
	return 0;
}

/*
 * pax sparse format 1.0: the contents begin with the map, decimal numbers in
 * lines, filled up to a block.  *size is what is left of the contents.
 */
static int sparse_in_data(struct zrt_tar *tar, uint64_t *size)
{
	char block[ZRT_TAR_BLOCK];
	uint64_t used = 0, value = 0, left = 0, offset = 0;
	bool counted = false, half = false, digits = false;

	for (;;) {
		int result = used + sizeof block > round_up(*size) ? 0 : fetch(tar, block, sizeof block, tar->at);

		if (result <= 0)
			return result < 0 ? result : wrong(tar, "the image ends in a sparse map");
		tar->at += sizeof block;
		used += sizeof block;
		for (size_t i = 0; i < sizeof block; i++) {
			if (block[i] >= '0' && block[i] <= '9' && value <= (UINT64_MAX - 9) / 10) {
				value = value * 10 + (uint64_t)(block[i] - '0');
				digits = true;
				continue;
			}
			if (block[i] != '\n' || !digits)
				return wrong(tar, "a sparse map that is not numbers");
			if (!counted) {
				counted = true;
				left = value;
			} else if (!half) {
				offset = value;
				half = true;
			} else {
				if (!zrt_tar_add_piece(&tar->once, offset, value))
					return -ENOMEM;
				half = false;
				left--;
			}
			value = 0;
			digits = false;
			if (counted && !half && !left) {
				*size -= used < *size ? used : *size;
				return 0;
			}
		}
	}
}

/* Pieces in order, inside the file, and as long as the contents together. */
static bool pieces_fit(const struct zrt_tar_extension *x, uint64_t stored)
{
	uint64_t at = 0, sum = 0;

	for (size_t i = 0; i < x->piece_count; i++) {
		const struct zrt_tar_piece *p = &x->pieces[i];

		if (p->offset < at || p->offset > x->real_size || p->size > x->real_size - p->offset)
			return false;
		at = p->offset + p->size;
		sum += p->size;
	}
	return sum == stored;
}

/* --- entries ----------------------------------------------------------------------------- */

/* What the header's own fields say. */
static int plain_entry(struct zrt_tar *tar, const struct header *h, struct zrt_tar_entry *e)
{
	int64_t mode, uid, gid, size, mtime, major = 0, minor = 0;

	if (!NUMBER(h->mode, &mode) || !NUMBER(h->uid, &uid) || !NUMBER(h->gid, &gid) ||
	    !NUMBER(h->size, &size) || !NUMBER(h->mtime, &mtime) || size < 0)
		return wrong(tar, "a header with a wrong number");
	if ((h->type == '3' || h->type == '4') && (!NUMBER(h->major, &major) || !NUMBER(h->minor, &minor)))
		return wrong(tar, "a device with a wrong number");
	take_name(tar, h);
	*e = (struct zrt_tar_entry){
		.type = (enum zrt_tar_type)h->type,
		.path = tar->name,
		.link = tar->link,
		.mode = (uint32_t)mode & 07777,
		.uid = (uint32_t)uid,
		.gid = (uint32_t)gid,
		.major = (uint32_t)major,
		.minor = (uint32_t)minor,
		.size = (uint64_t)size,
		.seconds = mtime,
	};
	return 0;
}

static void overlay(const struct zrt_tar_extension *x, struct zrt_tar_entry *e)
{
	if (x->path && x->path[0])
		e->path = x->path;
	if (x->link && x->link[0])
		e->link = x->link;
	if (x->has_size)
		e->size = x->size;
	if (x->has_uid)
		e->uid = x->uid;
	if (x->has_gid)
		e->gid = x->gid;
	if (x->has_time) {
		e->seconds = x->seconds;
		e->nanoseconds = x->nanoseconds;
	}
	if (x->sparse_name)
		e->path = x->sparse_name;
}

/* Gives types of other makers one of ours. */
static void settle_type(struct zrt_tar_entry *e, bool pax)
{
	size_t length = strlen(e->path);

	switch ((int)e->type) {
	case ZRT_TAR_LINK:
		if (!pax)
			e->size = 0; /* only pax stores contents with a hard link */
		return;
	case ZRT_TAR_SYMLINK:
	case ZRT_TAR_CHAR:
	case ZRT_TAR_BLOCKDEV:
	case ZRT_TAR_DIR:
	case ZRT_TAR_FIFO:
		e->size = 0;
		return;
	case 'D': /* GNU: a directory, its contents are its names */
		e->type = ZRT_TAR_DIR;
		return;
	default: /* contiguous, unknown: POSIX wants a file */
		e->type = length && e->path[length - 1] == '/' ? ZRT_TAR_DIR : ZRT_TAR_FILE;
	}
}

static int finish_entry(struct zrt_tar *tar, const struct header *h, struct zrt_tar_entry *e)
{
	struct zrt_tar_extension *x = &tar->once;
	bool pax = x->has_size || x->path || x->link || x->has_time;
	int result = h->type == 'S' ? gnu_sparse(tar, h) : 0;

	if (result < 0)
		return result;
	overlay(&tar->always, e);
	overlay(x, e);
	settle_type(e, pax);
	e->stored = e->size;
	if (x->sparse && x->map_in_data) {
		result = sparse_in_data(tar, &e->stored);
		if (result < 0)
			return result;
	}
	e->offset = tar->at;
	if (x->sparse) {
		if (!x->has_real_size)
			return wrong(tar, "a sparse file without its size");
		if (!pieces_fit(x, e->stored))
			return wrong(tar, "a sparse map that does not fit its file");
		e->size = x->real_size;
		e->pieces = x->pieces;
		e->piece_count = x->piece_count;
	}
	if (e->size > INT64_MAX || !skip(tar, e->stored))
		return wrong(tar, "a file of more than 2^62 bytes");
	if (e->type == ZRT_TAR_DIR)
		e->size = e->stored = 0;
	return 1;
}

void zrt_tar_open(struct zrt_tar *tar, zrt_tar_source *source, void *context)
{
	memset(tar, 0, sizeof *tar);
	tar->source = source;
	tar->context = context;
}

void zrt_tar_close(struct zrt_tar *tar)
{
	zrt_tar_extension_clear(&tar->once);
	zrt_tar_extension_clear(&tar->always);
}

/* 1: a header with a right checksum; 0: the end; else an error. */
static int next_header(struct zrt_tar *tar, struct header *h)
{
	int64_t n = tar->source(tar->context, h, sizeof *h, tar->at);

	tar->header = tar->at;
	if (n < 0)
		return (int)n;
	if (n == 0 || (n == sizeof *h && all_zero(h)))
		return 0;
	if (n < (int64_t)sizeof *h)
		return wrong(tar, "the image ends in a header");
	if (!checksum_fits(h))
		return wrong(tar, "a header whose checksum does not fit: no tar image, or a damaged one");
	tar->at += sizeof *h;
	return 1;
}

int zrt_tar_next(struct zrt_tar *tar, struct zrt_tar_entry *e)
{
	struct header h;
	int result;

	zrt_tar_extension_clear(&tar->once);
	while ((result = next_header(tar, &h)) > 0) {
		result = plain_entry(tar, &h, e);
		if (result < 0)
			return result;
		switch (h.type) {
		case 'x': /* pax */
		case 'X': /* the same, Solaris */
			result = pax_extension(tar, &tar->once, e->size);
			break;
		case 'g':
			result = pax_extension(tar, &tar->always, e->size);
			break;
		case 'L':
			result = long_name(tar, &tar->once.path, e->size);
			break;
		case 'K':
			result = long_name(tar, &tar->once.link, e->size);
			break;
		case 'V': /* a label */
		case 'N': /* old names */
			result = skip(tar, e->size) ? 0 : wrong(tar, "a file of more than 2^62 bytes");
			break;
		case 'M':
			return wrong(tar, "a part of a file that began in another image");
		default:
			return finish_entry(tar, &h, e);
		}
		if (result < 0)
			return result;
	}
	return result;
}
