/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of an image: ustar, and pax where a value does not fit. */
#include <stdbool.h>
#include <string.h>

#include "tar.h"

#define NAME_SIZE 100
#define PREFIX_SIZE 155
#define OCTAL_SIZE_MAX 077777777777ULL /* 11 digits */
#define OCTAL_ID_MAX 07777777u         /* 7 digits */

/* Where the parts of a ustar header stand. */
enum {
	AT_NAME = 0,
	AT_MODE = 100,
	AT_UID = 108,
	AT_GID = 116,
	AT_SIZE = 124,
	AT_MTIME = 136,
	AT_CHECKSUM = 148,
	AT_TYPE = 156,
	AT_LINK = 157,
	AT_MAGIC = 257,
	AT_MAJOR = 329,
	AT_MINOR = 337,
	AT_PREFIX = 345
};

/* Contents of an extended header while they are counted or written. */
struct records {
	char *out; /* NULL: only counted */
	size_t size;
};

static size_t round_up(size_t size)
{
	return (size + ZRT_TAR_BLOCK - 1) & ~(size_t)(ZRT_TAR_BLOCK - 1);
}

static size_t decimal(uint64_t value, char *out)
{
	char digits[20];
	size_t n = 0;

	do
		digits[n++] = (char)('0' + value % 10);
	while (value /= 10);
	for (size_t i = 0; i < n; i++)
		out[i] = digits[n - 1 - i];
	return n;
}

/* "length key=value\n", where the length counts its own digits. */
static void add_record(struct records *r, const char *key, const char *value, size_t value_size)
{
	char digits[20];
	size_t rest = strlen(key) + value_size + 3, n = 1, length;

	while ((length = decimal(rest + n, digits)) != n)
		n = length;
	if (r->out) {
		char *p = r->out + r->size;

		memcpy(p, digits, n);
		p += n;
		*p++ = ' ';
		memcpy(p, key, strlen(key));
		p += strlen(key);
		*p++ = '=';
		memcpy(p, value, value_size);
		p[value_size] = '\n';
	}
	r->size += rest + n;
}

static void add_number(struct records *r, const char *key, uint64_t value)
{
	char digits[20];

	add_record(r, key, digits, decimal(value, digits));
}

/*
 * Where to divide a path in prefix and name: the length of the prefix, 0 if it
 * fits as a name, SIZE_MAX if it does not fit at all.
 */
static size_t split(const char *path, size_t length)
{
	if (length <= NAME_SIZE)
		return 0;
	for (size_t i = length > NAME_SIZE + PREFIX_SIZE ? length : length - NAME_SIZE - 1; i < length; i++)
		if (path[i] == '/' && i && i <= PREFIX_SIZE && i + 1 < length)
			return i;
	return SIZE_MAX;
}

/* "[-]seconds[.fraction]"; nanoseconds count upwards also before 1970. */
static void add_time(struct records *r, int64_t seconds, uint32_t nanoseconds)
{
	bool negative = seconds < 0;
	uint64_t whole = negative ? -(uint64_t)seconds : (uint64_t)seconds;
	char text[40];
	size_t n = 0;

	if (negative && nanoseconds) {
		whole--;
		nanoseconds = 1000000000 - nanoseconds;
	}
	if (negative)
		text[n++] = '-';
	n += decimal(whole, text + n);
	if (nanoseconds) {
		text[n++] = '.';
		for (uint32_t digit = 100000000; nanoseconds; digit /= 10) {
			text[n++] = (char)('0' + nanoseconds / digit);
			nanoseconds %= digit;
		}
	}
	add_record(r, "mtime", text, n);
}

/* All that ustar can not hold. */
static void add_records(struct records *r, const struct zrt_tar_entry *e)
{
	size_t path = strlen(e->path), link = strlen(e->link);

	if (split(e->path, path) == SIZE_MAX)
		add_record(r, "path", e->path, path);
	if (link > NAME_SIZE)
		add_record(r, "linkpath", e->link, link);
	if (e->size > OCTAL_SIZE_MAX)
		add_number(r, "size", e->size);
	if (e->uid > OCTAL_ID_MAX)
		add_number(r, "uid", e->uid);
	if (e->gid > OCTAL_ID_MAX)
		add_number(r, "gid", e->gid);
	if (e->seconds < 0 || (uint64_t)e->seconds > OCTAL_SIZE_MAX || e->nanoseconds)
		add_time(r, e->seconds, e->nanoseconds);
}

static void octal(char *field, size_t digits, uint64_t value)
{
	for (size_t i = digits; i-- > 0; value >>= 3)
		field[i] = (char)('0' + (value & 7));
}

static void checksum(char *h)
{
	unsigned sum = 0;

	memset(h + AT_CHECKSUM, ' ', 8);
	for (size_t i = 0; i < ZRT_TAR_BLOCK; i++)
		sum += (unsigned char)h[i];
	octal(h + AT_CHECKSUM, 6, sum);
	h[AT_CHECKSUM + 6] = 0;
}

/* A header whose values all fit; the name is cut if it does not. */
static void write_block(char *h, const struct zrt_tar_entry *e, char type, uint64_t size)
{
	size_t length = strlen(e->path), prefix = split(e->path, length), link = strlen(e->link);
	const char *name = e->path;

	memset(h, 0, ZRT_TAR_BLOCK);
	if (prefix != SIZE_MAX && prefix) {
		memcpy(h + AT_PREFIX, e->path, prefix);
		name += prefix + 1;
		length -= prefix + 1;
	}
	memcpy(h + AT_NAME, name, length < NAME_SIZE ? length : NAME_SIZE);
	memcpy(h + AT_LINK, e->link, link < NAME_SIZE ? link : NAME_SIZE);
	octal(h + AT_MODE, 7, e->mode);
	octal(h + AT_UID, 7, e->uid > OCTAL_ID_MAX ? 0 : e->uid);
	octal(h + AT_GID, 7, e->gid > OCTAL_ID_MAX ? 0 : e->gid);
	octal(h + AT_SIZE, 11, size > OCTAL_SIZE_MAX ? 0 : size);
	octal(h + AT_MTIME, 11, e->seconds < 0 || (uint64_t)e->seconds > OCTAL_SIZE_MAX ? 0 : (uint64_t)e->seconds);
	h[AT_TYPE] = type;
	memcpy(h + AT_MAGIC, "ustar\0" "00", 8);
	if (type == ZRT_TAR_CHAR || type == ZRT_TAR_BLOCKDEV) {
		octal(h + AT_MAJOR, 7, e->major);
		octal(h + AT_MINOR, 7, e->minor);
	}
	checksum(h);
}

size_t zrt_tar_header_size(const struct zrt_tar_entry *e)
{
	struct records r = {NULL, 0};

	add_records(&r, e);
	return ZRT_TAR_BLOCK + (r.size ? ZRT_TAR_BLOCK + round_up(r.size) : 0);
}

void zrt_tar_header(const struct zrt_tar_entry *e, char *out)
{
	struct records r = {NULL, 0};

	add_records(&r, e);
	if (r.size) {
		size_t size = r.size;
		struct zrt_tar_entry extended = {
			.path = "pax_header", .link = "", .mode = 0644, .seconds = e->seconds};

		write_block(out, &extended, 'x', size);
		out += ZRT_TAR_BLOCK;
		memset(out, 0, round_up(size));
		r = (struct records){out, 0};
		add_records(&r, e);
		out += round_up(size);
	}
	write_block(out, e, (char)e->type, e->size);
}
