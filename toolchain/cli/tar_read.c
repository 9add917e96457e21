/* SPDX-License-Identifier: Apache-2.0 */
#include "tar_block.h"

#include "common.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_SIZE_MAX 65536 /* bytes of an extended header: many times PATH_MAX */

/* What extended headers said about the next member. */
struct extension {
	char *name, *link;
	bool has_size, has_mtime;
	uint64_t size;
	int64_t mtime;
};

void tar_open(struct tar_reader *r, int fd)
{
	struct stat st;

	*r = (struct tar_reader){.fd = fd};
	if (fstat(fd, &st) == 0 && st.st_size > 0)
		r->size = (uint64_t)st.st_size;
}

static void forget(struct tar_reader *r)
{
	free(r->e.name);
	free(r->e.link);
	r->e.name = r->e.link = NULL;
}

void tar_close(struct tar_reader *r)
{
	forget(r);
}

static int fail(struct tar_reader *r, const char *why)
{
	r->error = why;
	return -1;
}

static bool read_at(struct tar_reader *r, void *data, size_t size, off_t position)
{
	char *p = data;

	while (size) {
		ssize_t n = pread(r->fd, p, size, position);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		position += n;
		size -= (size_t)n;
	}
	return true;
}

/* Octal digits, or GNU's big-endian binary with the top bit set. */
static bool number(const char *field, size_t size, uint64_t *out)
{
	const unsigned char *p = (const unsigned char *)field;
	uint64_t value = 0;
	size_t i = 0;

	if (p[0] & 0x80) {
		value = p[0] & 0x3F;
		if (p[0] & 0x40) /* negative */
			return false;
		for (i = 1; i < size; i++) {
			if (value >> 55)
				return false;
			value = value << 8 | p[i];
		}
		*out = value;
		return true;
	}
	while (i < size && p[i] == ' ')
		i++;
	for (; i < size && p[i] >= '0' && p[i] <= '7'; i++)
		value = value << 3 | (unsigned)(p[i] - '0');
	*out = value;
	return i == size || p[i] == '\0' || p[i] == ' ';
}

static bool checksum_holds(const union tar_block *b)
{
	uint64_t stated;
	unsigned sum = 0;

	if (!number(b->checksum, sizeof b->checksum, &stated))
		return false;
	for (size_t i = 0; i < sizeof *b; i++) {
		bool in_field = i >= 148 && i < 156;

		sum += in_field ? ' ' : (unsigned char)b->bytes[i];
	}
	return sum == stated;
}

/* Contents of an extended header as a string. */
static char *extended_text(struct tar_reader *r, uint64_t size)
{
	char *text;

	if (size > NAME_SIZE_MAX)
		return NULL;
	text = xrealloc(NULL, (size_t)size + 1, 1);
	if (!read_at(r, text, (size_t)size, r->position)) {
		free(text);
		return NULL;
	}
	text[size] = '\0';
	return text;
}

static bool take_record(struct extension *x, const char *key, const char *value)
{
	char *end;

	if (!strcmp(key, "path")) {
		free(x->name);
		x->name = xstrdup(value);
	} else if (!strcmp(key, "linkpath")) {
		free(x->link);
		x->link = xstrdup(value);
	} else if (!strcmp(key, "size")) {
		x->size = strtoull(value, &end, 10);
		x->has_size = true;
		return *value != '-' && !*end;
	} else if (!strcmp(key, "mtime")) {
		x->mtime = strtoll(value, NULL, 10);
		x->has_mtime = true;
	}
	return true; /* other keys say nothing that matters here */
}

/* "LENGTH key=value\n" one after the other. */
static bool take_pax(struct extension *x, char *text, size_t size)
{
	char *p = text, *end = text + size;

	while (p < end && *p) {
		char *key, *value, *next;
		unsigned long length = strtoul(p, &key, 10);

		if (*key != ' ' || length > (size_t)(end - p) || length < (size_t)(key - p) + 4)
			return false;
		next = p + length;
		if (next[-1] != '\n')
			return false;
		next[-1] = '\0';
		value = strchr(++key, '=');
		if (!value)
			return false;
		*value++ = '\0';
		if (!take_record(x, key, value))
			return false;
		p = next;
	}
	return true;
}

static bool take_extended(struct tar_reader *r, char type, uint64_t size, struct extension *x)
{
	char *text = extended_text(r, size);
	bool ok = text;

	if (!text)
		return false;
	if (type == 'x')
		ok = take_pax(x, text, (size_t)size);
	else if (type == 'L')
		take_record(x, "path", text);
	else if (type == 'K')
		take_record(x, "linkpath", text);
	free(text);
	return ok;
}

static char *header_name(const union tar_block *b)
{
	bool ustar = !memcmp(b->magic, "ustar", 6) && b->prefix[0];

	return ustar ? xprintf("%.*s/%.*s", (int)sizeof b->prefix, b->prefix, (int)sizeof b->name, b->name)
	             : xprintf("%.*s", (int)sizeof b->name, b->name);
}

static int take_member(struct tar_reader *r, const union tar_block *b, struct extension *x, uint64_t size)
{
	struct tar_entry *e = &r->e;
	uint64_t mode, mtime;
	size_t length;

	if (!number(b->mode, sizeof b->mode, &mode))
		return fail(r, "a mode is no number");
	if (!number(b->mtime, sizeof b->mtime, &mtime))
		mtime = 0;
	e->name = x->name ? x->name : header_name(b);
	e->link = x->link ? x->link : xprintf("%.*s", (int)sizeof b->link, b->link);
	x->name = x->link = NULL;
	e->mode = (uint32_t)mode & 07777;
	e->mtime = x->has_mtime ? x->mtime : (int64_t)mtime;
	e->type = b->type >= '1' && b->type <= '6' ? (enum tar_type)b->type : TAR_FILE;
	length = strlen(e->name);
	if (e->type == TAR_FILE && length && e->name[length - 1] == '/')
		e->type = TAR_DIRECTORY; /* old archives */
	while (length > 1 && e->name[length - 1] == '/')
		e->name[--length] = '\0';
	e->size = e->type == TAR_FILE ? size : 0;
	e->offset = r->position;
	/* Links may state the size of their target; no contents follow. */
	if (e->type != TAR_HARD_LINK && e->type != TAR_SYMLINK)
		r->position += (off_t)((size + TAR_BLOCK_SIZE - 1) / TAR_BLOCK_SIZE * TAR_BLOCK_SIZE);
	return 1;
}

static int next_member(struct tar_reader *r, struct extension *x)
{
	static const union tar_block zero;
	union tar_block b;
	uint64_t size;

	for (;;) {
		if (!read_at(r, &b, sizeof b, r->position))
			return fail(r, "the archive is cut off");
		r->position += TAR_BLOCK_SIZE;
		if (!memcmp(&b, &zero, sizeof b)) {
			if (x->name || x->link)
				return fail(r, "an extended header stands alone");
			return 0;
		}
		if (!checksum_holds(&b))
			return fail(r, "a header's checksum is wrong");
		if (!number(b.size, sizeof b.size, &size))
			return fail(r, "a size is no number");
		if (x->has_size && b.type != 'x' && b.type != 'L' && b.type != 'K')
			size = x->size;
		if (size > r->size - (uint64_t)r->position)
			return fail(r, "the archive is cut off");
		if (!strchr("xgLK", b.type) || !b.type)
			return take_member(r, &b, x, size);
		if (b.type != 'g' && !take_extended(r, b.type, size, x))
			return fail(r, "an extended header is malformed");
		r->position += (off_t)((size + TAR_BLOCK_SIZE - 1) / TAR_BLOCK_SIZE * TAR_BLOCK_SIZE);
		if ((uint64_t)r->position > r->size)
			return fail(r, "the archive is cut off");
	}
}

int tar_read(struct tar_reader *r)
{
	struct extension x = {0};
	int result;

	forget(r);
	result = next_member(r, &x);
	free(x.name);
	free(x.link);
	return result;
}
