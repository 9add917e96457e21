/* SPDX-License-Identifier: Apache-2.0 */
/* Comparing without regard to case; musl's locales all fold ASCII letters and no others here. */
#ifndef ZVM_STRING_CASELESS_H
#define ZVM_STRING_CASELESS_H

#include <stddef.h>

static inline int fold(unsigned char c)
{
	return c - 'A' < 26u ? c | 32 : c;
}

/* At most `n` bytes of two strings. */
static inline int compare_caseless(const char *left, const char *right, size_t n)
{
	const unsigned char *l = (const unsigned char *)left, *r = (const unsigned char *)right;

	for (size_t i = 0; i < n; i++)
		if (!l[i] || (l[i] != r[i] && fold(l[i]) != fold(r[i])))
			return fold(l[i]) - fold(r[i]);
	return 0;
}

#endif
