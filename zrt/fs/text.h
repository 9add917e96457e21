/* SPDX-License-Identifier: Apache-2.0 */
/* text.h - a text that is written piece by piece. */
#ifndef ZRT_FS_TEXT_H
#define ZRT_FS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Starts as all zero; `bytes` is an object of the heap. */
struct zrt_text {
	char *bytes;
	size_t size, room;
	bool no_memory; /* something was left out */
	bool given;     /* for the reader: has been read from */
};

void zrt_text_add(struct zrt_text *text, const void *bytes, size_t size);
void zrt_text_put(struct zrt_text *text, const char *string);
void zrt_text_number(struct zrt_text *text, uint64_t n);

/* Hexadecimal, at least `width` digits. */
void zrt_text_hex(struct zrt_text *text, uint64_t n, unsigned width);

/* Blanks up to column `width` of what was added since `from`, at least one. */
void zrt_text_pad(struct zrt_text *text, size_t from, size_t width);

#endif
