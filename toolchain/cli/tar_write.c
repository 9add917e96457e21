/* SPDX-License-Identifier: Apache-2.0 */
#include "tar_block.h"

#include "common.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char zeros[TAR_BLOCK_SIZE];

static bool pad(int archive, uint64_t size)
{
	size_t rest = size % TAR_BLOCK_SIZE;

	return !rest || write_all(archive, zeros, TAR_BLOCK_SIZE - rest);
}

/* The field holds digits and a NUL; what does not fit is in a pax record. */
static void put_octal(char *field, size_t size, uint64_t value)
{
	field[--size] = '\0';
	for (; size; value >>= 3)
		field[--size] = (char)('0' + (value & 7));
}

static bool fits_octal(uint64_t value, size_t size)
{
	return value >> (3 * (size - 1)) == 0;
}

static bool put_header(int archive, const char *name, const char *prefix, size_t prefix_length,
                       const struct tar_entry *e, char type, uint64_t size)
{
	union tar_block b = {0};
	unsigned sum = 0;

	memcpy(b.name, name, strnlen(name, sizeof b.name));
	memcpy(b.prefix, prefix, prefix_length);
	memcpy(b.link, e->link, strnlen(e->link, sizeof b.link));
	put_octal(b.mode, sizeof b.mode, e->mode & 07777);
	put_octal(b.uid, sizeof b.uid, 0); /* the guest is root in its own world */
	put_octal(b.gid, sizeof b.gid, 0);
	put_octal(b.size, sizeof b.size, fits_octal(size, sizeof b.size) ? size : 0);
	put_octal(b.mtime, sizeof b.mtime,
	          e->mtime >= 0 && fits_octal((uint64_t)e->mtime, sizeof b.mtime) ? (uint64_t)e->mtime : 0);
	b.type = type;
	memcpy(b.magic, "ustar", 6);
	memcpy(b.version, "00", 2);
	memset(b.checksum, ' ', sizeof b.checksum);
	for (size_t i = 0; i < sizeof b; i++)
		sum += (unsigned char)b.bytes[i];
	put_octal(b.checksum, 7, sum);
	return write_all(archive, b.bytes, sizeof b);
}

/* "LENGTH key=value\n", where LENGTH counts itself. */
static void add_record(char **text, const char *key, const char *value)
{
	size_t length = strlen(key) + strlen(value) + 3, digits = 1;
	char *joined;

	for (size_t power = 10; length + digits >= power; power *= 10)
		digits++;
	joined = xprintf("%s%zu %s=%s\n", *text, length + digits, key, value);
	free(*text);
	*text = joined;
}

static void add_number(char **text, const char *key, int64_t value)
{
	char *number = xprintf("%lld", (long long)value);

	add_record(text, key, number);
	free(number);
}

/* Where ustar may split a long name, or NULL. */
static const char *split(const char *name)
{
	size_t length = strlen(name);
	const char *slash;

	if (length <= 100 || length > 256)
		return NULL;
	slash = memchr(name + length - 101, '/', 101);
	return slash && slash > name && slash - name <= 155 && slash[1] ? slash : NULL;
}

static bool put_pax(int archive, const struct tar_entry *e, bool long_name)
{
	struct tar_entry pax = {.link = e->link, .mode = 0644};
	char none[] = "";
	char *text = xstrdup("");
	bool ok;

	pax.link = none;
	if (long_name)
		add_record(&text, "path", e->name);
	if (strlen(e->link) > 100)
		add_record(&text, "linkpath", e->link);
	if (!fits_octal(e->size, 12))
		add_number(&text, "size", (int64_t)e->size);
	if (e->mtime < 0 || !fits_octal((uint64_t)e->mtime, 12))
		add_number(&text, "mtime", e->mtime);
	ok = !*text || (put_header(archive, "pax_header", "", 0, &pax, 'x', strlen(text)) &&
	                write_all(archive, text, strlen(text)) && pad(archive, strlen(text)));
	free(text);
	return ok;
}

/* Exactly e->size bytes, even if the file changes meanwhile. */
static bool put_contents(int archive, int fd, uint64_t size)
{
	static char buffer[1 << 17];
	uint64_t left = size;

	while (left) {
		size_t want = left < sizeof buffer ? (size_t)left : sizeof buffer;
		ssize_t n = read(fd, buffer, want);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0) { /* it has shrunk */
			memset(buffer, 0, want);
			n = (ssize_t)want;
		}
		if (!write_all(archive, buffer, (size_t)n))
			return false;
		left -= (uint64_t)n;
	}
	return pad(archive, size);
}

bool tar_write(int archive, const struct tar_entry *e, int fd)
{
	const char *cut = split(e->name);
	const char *name = cut ? cut + 1 : e->name;
	size_t prefix = cut ? (size_t)(cut - e->name) : 0;

	if (!put_pax(archive, e, strlen(name) > 100))
		return false;
	if (!put_header(archive, name, e->name, prefix, e, (char)e->type, e->size))
		return false;
	return e->type != TAR_FILE || put_contents(archive, fd, e->size);
}

bool tar_finish(int archive)
{
	return write_all(archive, zeros, sizeof zeros) && write_all(archive, zeros, sizeof zeros);
}
