/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"

void *memchr(const void *src, int c, size_t n)
{
	const unsigned char *s = src, *block = block_of(s);
	const vec wanted = splat((unsigned char)c);
	if (!n)
		return NULL;
	/* The first byte that does not count; a length beyond all memory counts to the end. */
	const unsigned char *const end = (uintptr_t)s + n < (uintptr_t)s ? (const unsigned char *)UINTPTR_MAX : s + n;
	unsigned mask = mask_equal(LOAD(vec_block, block), wanted) >> ((uintptr_t)s & 15) << ((uintptr_t)s & 15);
	while (!mask) {
		block += 16;
		if (block >= end)
			return NULL;
		/* Four at a time where they lie inside, and in one cache line. */
		while (!((uintptr_t)block & 63) && (size_t)(end - block) > 64) {
			vec a = (vec)(LOAD(vec_block, block) == wanted), b = (vec)(LOAD(vec_block, block + 16) == wanted);
			vec d = (vec)(LOAD(vec_block, block + 32) == wanted);
			vec e = (vec)(LOAD(vec_block, block + 48) == wanted);
			if (mask_of(a | b | d | e)) {
				uint64_t all = mask_of(a) | (uint64_t)mask_of(b) << 16 | (uint64_t)mask_of(d) << 32 |
				               (uint64_t)mask_of(e) << 48;
				return (void *)(block + __builtin_ctzll(all));
			}
			block += 64;
		}
		mask = mask_equal(LOAD(vec_block, block), wanted);
	}
	const unsigned char *found = block + lowest(mask);
	return found < end ? (void *)found : NULL;
}
