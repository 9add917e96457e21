/* SPDX-License-Identifier: Apache-2.0 */
/* strcmp, strncmp and those that take capital letters for small ones. */
#ifndef ZVM_STRING_COMPARE_H
#define ZVM_STRING_COMPARE_H

#include <stdbool.h>

#include "vector.h"

#define PAGE 4096u

static inline int compared_byte(unsigned char c, bool fold)
{
	return fold && (unsigned)c - 'A' < 26 ? c | 32 : c;
}

/* Other than zero where the strings are equal and go on. */
static inline vec going_on(const unsigned char *a, const unsigned char *b, bool fold)
{
	vec v = LOAD(vec_any, a), w = LOAD(vec_any, b);
	if (fold) {
		v = lower_case(v);
		w = lower_case(w);
	}
	return v & (vec)(v == w);
}

/* Bytes from p to the end of its page: so many can be read, whatever follows. */
static inline size_t rest_of_page(const unsigned char *p)
{
	return PAGE - ((uintptr_t)p & (PAGE - 1));
}

/* The difference of the strings' first bytes that differ, at most n of them; SIZE_MAX: no limit. */
static inline int compare_strings(const char *left, const char *right, size_t n, bool fold)
{
	const unsigned char *a = (const unsigned char *)left, *b = (const unsigned char *)right;
	const vec zero = splat(0);
	if (UNLIKELY(!n))
		return 0;
	/* Searches compare mostly strings that differ at once: a caller waits for the answer, and vectors take longer. */
	int first = compared_byte(*a, fold), other = compared_byte(*b, fold);
	if (first != other || !first)
		return first - other;
	/* Most others differ or end early. */
	if (LIKELY(rest_of_page(a) >= 16 && rest_of_page(b) >= 16)) {
		unsigned stop = mask_equal(going_on(a, b, fold), zero);
		if (LIKELY(stop)) {
			unsigned i = lowest(stop);
			return i < n ? compared_byte(a[i], fold) - compared_byte(b[i], fold) : 0;
		}
		if (n <= 16)
			return 0;
		a += 16;
		b += 16;
		n -= 16;
	}
	while (n) {
		size_t rest = rest_of_page(a) < rest_of_page(b) ? rest_of_page(a) : rest_of_page(b);
		if (UNLIKELY(rest < 16)) {
			int x = compared_byte(*a++, fold), y = compared_byte(*b++, fold);
			if (x != y || !x)
				return x - y;
			n--;
			continue;
		}
		do {
			unsigned stop = mask_equal(going_on(a, b, fold), zero);
			if (stop) {
				unsigned i = lowest(stop);
				return i < n ? compared_byte(a[i], fold) - compared_byte(b[i], fold) : 0;
			}
			if (n <= 16)
				return 0;
			a += 16;
			b += 16;
			n -= 16;
			rest -= 16;
			while (rest >= 64 && n >= 64) {
				vec c = lesser(going_on(a, b, fold), going_on(a + 16, b + 16, fold));
				vec d = lesser(going_on(a + 32, b + 32, fold), going_on(a + 48, b + 48, fold));
				if (mask_equal(lesser(c, d), zero))
					break;
				a += 64;
				b += 64;
				n -= 64;
				rest -= 64;
			}
		} while (rest >= 16 && n);
	}
	return 0;
}

#endif
