/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <string.h>
#include <features.h>

#include "vector.h"

/* Zero where the byte is the wanted one or the end. */
static inline vec missing(const unsigned char *p, vec wanted)
{
	vec v = LOAD(vec_block, p);
	return lesser(v, v ^ wanted);
}

char *__strchrnul(const char *s, int c)
{
	const unsigned char *block = block_of(s);
	const vec wanted = splat((unsigned char)c), zero = splat(0);
	unsigned offset = (uintptr_t)s & 15;
	unsigned mask = mask_equal(missing(block, wanted), zero) >> offset << offset;
	if (mask)
		return (char *)block + lowest(mask);
	/* Up to a multiple of 64 one by one, then four at a time. */
	for (block += 16; (uintptr_t)block & 63; block += 16) {
		mask = mask_equal(missing(block, wanted), zero);
		if (mask)
			return (char *)block + lowest(mask);
	}
	for (;; block += 64) {
		vec a = missing(block, wanted), b = missing(block + 16, wanted);
		vec d = missing(block + 32, wanted), e = missing(block + 48, wanted);
		if (mask_equal(lesser(lesser(a, b), lesser(d, e)), zero)) {
			uint64_t all = mask_equal(a, zero) | (uint64_t)mask_equal(b, zero) << 16 |
			               (uint64_t)mask_equal(d, zero) << 32 | (uint64_t)mask_equal(e, zero) << 48;
			return (char *)block + __builtin_ctzll(all);
		}
	}
}

weak_alias(__strchrnul, strchrnul);
