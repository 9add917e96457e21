/* SPDX-License-Identifier: Apache-2.0 */
/* Extended headers of pax: records "length key=value\n". */
#include <string.h>

#include "heap.h"
#include "tar.h"

bool zrt_tar_decimal(const char *text, const char *end, uint64_t *value)
{
	*value = 0;
	if (text == end)
		return false;
	for (; text < end; text++) {
		if (*text < '0' || *text > '9' || *value > (UINT64_MAX - 9) / 10)
			return false;
		*value = *value * 10 + (uint64_t)(*text - '0');
	}
	return true;
}

/* [-]seconds[.fraction] */
static bool time_value(const char *text, const char *end, int64_t *seconds, uint32_t *nanoseconds)
{
	bool negative = text < end && *text == '-';
	const char *dot;
	uint64_t whole;
	uint32_t fraction = 0, scale = 100000000;

	text += negative;
	if (text >= end)
		return false;
	dot = memchr(text, '.', (size_t)(end - text));
	if (!zrt_tar_decimal(text, dot ? dot : end, &whole) || whole > INT64_MAX / 2)
		return false;
	for (const char *p = dot ? dot + 1 : end; p < end; p++, scale /= 10) {
		if (*p < '0' || *p > '9')
			return false;
		fraction += (uint32_t)(*p - '0') * scale;
	}
	*seconds = negative ? -(int64_t)whole : (int64_t)whole;
	*nanoseconds = fraction;
	if (negative && fraction) {
		*seconds -= 1;
		*nanoseconds = 1000000000 - fraction;
	}
	return true;
}

bool zrt_tar_add_piece(struct zrt_tar_extension *x, uint64_t offset, uint64_t size)
{
	if (x->piece_count == x->piece_room) {
		size_t room = x->piece_room ? x->piece_room * 2 : 8;
		struct zrt_tar_piece *pieces = zrt_realloc(x->pieces, room * sizeof *pieces);

		if (!pieces)
			return false;
		x->pieces = pieces;
		x->piece_room = room;
	}
	x->pieces[x->piece_count++] = (struct zrt_tar_piece){offset, size};
	return true;
}

/* GNU.sparse.map of format 0.1: offset,size,offset,size... */
static const char *sparse_map(struct zrt_tar_extension *x, const char *text, const char *end, bool *no_memory)
{
	uint64_t numbers[2];
	int n = 0;

	x->piece_count = 0;
	while (text < end) {
		const char *stop = memchr(text, ',', (size_t)(end - text));

		if (!stop)
			stop = end;
		if (!zrt_tar_decimal(text, stop, &numbers[n++]))
			return "a sparse map that is not numbers";
		text = stop + (stop < end);
		if (n < 2)
			continue;
		n = 0;
		if (!zrt_tar_add_piece(x, numbers[0], numbers[1])) {
			*no_memory = true;
			return "no memory";
		}
	}
	return n ? "a sparse map of odd length" : NULL;
}

static bool set_string(char **slot, const char *text, size_t length)
{
	char *copy = zrt_alloc(length + 1);

	if (!copy)
		return false;
	memcpy(copy, text, length);
	copy[length] = 0;
	zrt_free(*slot);
	*slot = copy;
	return true;
}

/* Keys of GNU tar for sparse files in its formats 0.0, 0.1 and 1.0. */
static const char *sparse_key(struct zrt_tar_extension *x, const char *key, const char *value, const char *end,
                              bool *no_memory)
{
	uint64_t number = 0;
	bool is_number = zrt_tar_decimal(value, end, &number);

	x->sparse = true;
	if (!strcmp(key, "name")) {
		*no_memory = !set_string(&x->sparse_name, value, (size_t)(end - value));
		return *no_memory ? "no memory" : NULL;
	}
	if (!strcmp(key, "map"))
		return sparse_map(x, value, end, no_memory);
	if (!is_number)
		return "a sparse file's value that is no number";
	if (!strcmp(key, "major")) {
		x->map_in_data = number == 1;
	} else if (!strcmp(key, "size") || !strcmp(key, "realsize")) {
		x->has_real_size = true;
		x->real_size = number;
	} else if (!strcmp(key, "offset")) {
		x->piece_offset = number;
	} else if (!strcmp(key, "numbytes") && !zrt_tar_add_piece(x, x->piece_offset, number)) {
		*no_memory = true;
		return "no memory";
	}
	return NULL;
}

/* One record; `key` ends with NUL. An empty value takes back what a global header said. */
static const char *set_key(struct zrt_tar_extension *x, const char *key, const char *value, const char *end,
                           bool *no_memory)
{
	uint64_t number = 0;
	char **string = !strcmp(key, "path") ? &x->path : !strcmp(key, "linkpath") ? &x->link : NULL;

	if (!strncmp(key, "GNU.sparse.", 11))
		return sparse_key(x, key + 11, value, end, no_memory);
	if (string) {
		if (memchr(value, 0, (size_t)(end - value)))
			return "a name with a NUL byte";
		*no_memory = !set_string(string, value, (size_t)(end - value));
		return *no_memory ? "no memory" : NULL;
	}
	if (!strcmp(key, "mtime")) {
		x->has_time = value < end;
		return value == end || time_value(value, end, &x->seconds, &x->nanoseconds) ? NULL : "a time that is no number";
	}
	if (strcmp(key, "size") && strcmp(key, "uid") && strcmp(key, "gid"))
		return NULL; /* atime, comment, SCHILY.xattr... */
	if (value < end && !zrt_tar_decimal(value, end, &number))
		return "a size, uid or gid that is no number";
	if (key[0] == 's') {
		x->has_size = value < end;
		x->size = number;
	} else if (key[0] == 'u') {
		x->has_uid = value < end;
		x->uid = (uint32_t)number;
	} else {
		x->has_gid = value < end;
		x->gid = (uint32_t)number;
	}
	return NULL;
}

const char *zrt_tar_pax(struct zrt_tar_extension *x, char *text, size_t size, bool *no_memory)
{
	char *at = text, *end = text + size;

	while (at < end && *at) {
		char *space = memchr(at, ' ', (size_t)(end - at)), *equals;
		uint64_t length;
		const char *wrong;

		if (!space || !zrt_tar_decimal(at, space, &length) || length > (uint64_t)(end - at) ||
		    length < (uint64_t)(space - at) + 3 || at[length - 1] != '\n')
			return "a record of an extended header with a wrong length";
		equals = memchr(space, '=', length - (size_t)(space - at));
		if (!equals)
			return "a record of an extended header without =";
		*equals = 0;
		wrong = set_key(x, space + 1, equals + 1, at + length - 1, no_memory);
		if (wrong)
			return wrong;
		at += length;
	}
	return NULL;
}

void zrt_tar_extension_clear(struct zrt_tar_extension *x)
{
	zrt_free(x->path);
	zrt_free(x->link);
	zrt_free(x->sparse_name);
	zrt_free(x->pieces);
	memset(x, 0, sizeof *x);
}
