/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"

size_t strlen(const char *s)
{
	const unsigned char *block = block_of(s);
	const vec zero = splat(0);
	unsigned offset = (uintptr_t)s & 15;
	unsigned mask = mask_equal(LOAD(vec_block, block), zero) >> offset;
	if (mask)
		return lowest(mask);
	/* Up to a multiple of 64 one by one, then four at a time. */
	for (block += 16; (uintptr_t)block & 63; block += 16) {
		mask = mask_equal(LOAD(vec_block, block), zero);
		if (mask)
			return (size_t)(block - (const unsigned char *)s) + lowest(mask);
	}
	for (;; block += 64) {
		vec a = (vec)(LOAD(vec_block, block) == zero), b = (vec)(LOAD(vec_block, block + 16) == zero);
		vec c = (vec)(LOAD(vec_block, block + 32) == zero), d = (vec)(LOAD(vec_block, block + 48) == zero);
		if (mask_of(a | b | c | d)) {
			uint64_t all = mask_of(a) | (uint64_t)mask_of(b) << 16 | (uint64_t)mask_of(c) << 32 |
			               (uint64_t)mask_of(d) << 48;
			return (size_t)(block - (const unsigned char *)s) + (size_t)__builtin_ctzll(all);
		}
	}
}
