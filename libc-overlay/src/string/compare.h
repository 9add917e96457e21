/* SPDX-License-Identifier: Apache-2.0 */
/* strcmp and strncmp differ by their limit only. */
#ifndef ZVM_STRING_COMPARE_H
#define ZVM_STRING_COMPARE_H

#include "vector.h"

/* Reading 16 bytes at p stays in p's page. */
static inline int in_page(const unsigned char *p)
{
	return ((uintptr_t)p & 4095) <= 4096 - 16;
}

/* The difference of the strings' first bytes that differ, at most n of them; SIZE_MAX: no limit. */
static inline int compare_strings(const char *left, const char *right, size_t n)
{
	const unsigned char *a = (const unsigned char *)left, *b = (const unsigned char *)right;
	const vec zero = splat(0);
	while (n) {
		if (LIKELY(in_page(a) && in_page(b))) {
			vec v = LOAD(vec_any, a);
			/* Bits of bytes that differ or end the strings. */
			unsigned stop = (mask_equal(v, LOAD(vec_any, b)) ^ 0xffff) | mask_equal(v, zero);
			if (stop) {
				unsigned i = lowest(stop);
				return i < n ? a[i] - b[i] : 0;
			}
			if (n <= 16)
				return 0;
			a += 16;
			b += 16;
			if (n != SIZE_MAX)
				n -= 16;
		} else {
			if (*a != *b || !*a)
				return *a - *b;
			a++;
			b++;
			if (n != SIZE_MAX)
				n--;
		}
	}
	return 0;
}

#endif
