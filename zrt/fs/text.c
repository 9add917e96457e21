/* SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include "heap.h"

#include <string.h>

#define FIRST_ROOM 512

void zrt_text_add(struct zrt_text *text, const void *bytes, size_t size)
{
	if (size > text->room - text->size) {
		size_t room = text->room ? 2 * text->room : FIRST_ROOM;
		char *larger;

		while (room - text->size < size)
			room *= 2;
		larger = zrt_realloc(text->bytes, room);
		if (!larger) {
			text->no_memory = true;
			return;
		}
		text->bytes = larger;
		text->room = room;
	}
	memcpy(text->bytes + text->size, bytes, size);
	text->size += size;
}

void zrt_text_put(struct zrt_text *text, const char *string)
{
	zrt_text_add(text, string, strlen(string));
}

static void add_digits(struct zrt_text *text, uint64_t n, unsigned base, unsigned width)
{
	char digits[24], *at = digits + sizeof digits;

	do {
		*--at = "0123456789abcdef"[n % base];
	} while (n /= base);
	while (digits + sizeof digits - at < (ptrdiff_t)width)
		*--at = '0';
	zrt_text_add(text, at, (size_t)(digits + sizeof digits - at));
}

void zrt_text_number(struct zrt_text *text, uint64_t n)
{
	add_digits(text, n, 10, 1);
}

void zrt_text_hex(struct zrt_text *text, uint64_t n, unsigned width)
{
	add_digits(text, n, 16, width);
}

void zrt_text_pad(struct zrt_text *text, size_t from, size_t width)
{
	do
		zrt_text_add(text, " ", 1);
	while (!text->no_memory && text->size - from < width);
}
