/* SPDX-License-Identifier: Apache-2.0 */
/* Comparisons of large buffers, by words: musl's memcmp goes byte by byte. */
#ifndef ZVM_LOADER_BYTES_H
#define ZVM_LOADER_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t bytes_word(const void *from)
{
	uint64_t word;

	memcpy(&word, from, sizeof word);
	return word;
}

/* Whether both buffers hold the same bytes. */
static inline bool bytes_equal(const void *a, const void *b, size_t size)
{
	const uint8_t *x = a, *y = b;

	for (; size >= sizeof(uint64_t); x += 8, y += 8, size -= 8)
		if (bytes_word(x) != bytes_word(y))
			return false;
	for (; size; x++, y++, size--)
		if (*x != *y)
			return false;
	return true;
}

/* Whether all bytes are zero; `size` is a multiple of 64. */
static inline bool bytes_zero(const void *buffer, size_t size)
{
	const uint8_t *x = buffer;

	for (; size; x += 64, size -= 64) {
		uint64_t any = 0;

		for (unsigned i = 0; i < 64; i += 8)
			any |= bytes_word(x + i);
		if (any)
			return false;
	}
	return true;
}

#endif
