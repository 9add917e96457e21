/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of bytes as a table with a byte for each, for strspn and strcspn.  It costs
 * 16 stores to clear; a look-up is one load, against a shift and a test for a bit map.
 */
#ifndef ZVM_STRING_BYTESET_H
#define ZVM_STRING_BYTESET_H

#include "vector.h"

struct byteset {
	_Alignas(16) unsigned char has[256];
};

/* `end_value`: what the table says of the byte 0, which ends the string. */
static inline void byteset_of(struct byteset *set, const char *members, unsigned char end_value)
{
	for (unsigned n = 0; n < sizeof set->has; n += 16)
		STORE(vec_block, set->has + n, (vec){0});
	for (const unsigned char *p = (const unsigned char *)members; *p; p++)
		set->has[*p] = 1;
	set->has[0] = end_value;
}

/* How many bytes come before the first one of which the table says `stop`. */
static inline size_t byteset_run(const struct byteset *set, const char *s, unsigned char stop)
{
	const unsigned char *p = (const unsigned char *)s;

	for (;; p += 4) {
		if (set->has[p[0]] == stop)
			return (size_t)(p - (const unsigned char *)s);
		if (set->has[p[1]] == stop)
			return (size_t)(p - (const unsigned char *)s) + 1;
		if (set->has[p[2]] == stop)
			return (size_t)(p - (const unsigned char *)s) + 2;
		if (set->has[p[3]] == stop)
			return (size_t)(p - (const unsigned char *)s) + 3;
	}
}

#endif
