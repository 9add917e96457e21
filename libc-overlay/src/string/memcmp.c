/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"

static inline int order(uint64_t a, uint64_t b)
{
	a = __builtin_bswap64(a);
	b = __builtin_bswap64(b);
	return a < b ? -1 : a > b;
}

/* Difference at the first byte where the blocks at a and b are not equal; mask tells where they are. */
static inline int first_difference(const unsigned char *a, const unsigned char *b, unsigned mask)
{
	unsigned i = lowest(~mask);
	return a[i] - b[i];
}

static int compare_small(const unsigned char *a, const unsigned char *b, size_t n)
{
	if (n >= 8) {
		uint64_t x = LOAD(u64_any, a), y = LOAD(u64_any, b);
		if (x != y)
			return order(x, y);
		return order(LOAD(u64_any, a + n - 8), LOAD(u64_any, b + n - 8));
	}
	if (n >= 4) {
		uint64_t x = LOAD(u32_any, a) | (uint64_t)LOAD(u32_any, a + n - 4) << 32;
		uint64_t y = LOAD(u32_any, b) | (uint64_t)LOAD(u32_any, b + n - 4) << 32;
		return order(x, y);
	}
	for (; n; n--, a++, b++)
		if (*a != *b)
			return *a - *b;
	return 0;
}

int memcmp(const void *left, const void *right, size_t n)
{
	const unsigned char *a = left, *b = right;
	if (n < 16)
		return compare_small(a, b, n);
	const unsigned char *const last = a + n - 16;
	while (last - a > 48) {
		vec d0 = LOAD(vec_any, a) ^ LOAD(vec_any, b);
		vec d1 = LOAD(vec_any, a + 16) ^ LOAD(vec_any, b + 16);
		vec d2 = LOAD(vec_any, a + 32) ^ LOAD(vec_any, b + 32);
		vec d3 = LOAD(vec_any, a + 48) ^ LOAD(vec_any, b + 48);
		if (mask_equal(d0 | d1 | d2 | d3, splat(0)) != 0xffff)
			break;
		a += 64;
		b += 64;
	}
	for (; a < last; a += 16, b += 16) {
		unsigned mask = mask_equal(LOAD(vec_any, a), LOAD(vec_any, b));
		if (mask != 0xffff)
			return first_difference(a, b, mask);
	}
	b -= a - last;
	a = last;
	unsigned mask = mask_equal(LOAD(vec_any, a), LOAD(vec_any, b));
	return mask == 0xffff ? 0 : first_difference(a, b, mask);
}
