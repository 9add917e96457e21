/* SPDX-License-Identifier: Apache-2.0 */
/*
 * set.h - which of 16 bytes belong to a set, for strspn and strcspn.
 *
 * Bit h & 7 of entry l of a table tells whether the byte 16 * h + l is in the
 * set: one table for bytes below 128, one for the others.
 */
#ifndef ZVM_STRING_SET_H
#define ZVM_STRING_SET_H

#include "vector.h"

union table {
	unsigned char bytes[16];
	vec v;
};

struct set {
	union table low, high;
};

static inline void set_add(struct set *set, unsigned char c)
{
	(c < 128 ? &set->low : &set->high)->bytes[c & 15] |= (unsigned char)(1 << (c >> 4 & 7));
}

/* Entry i & 15 of a table for each byte i; 0 where i has its top bit. */
static inline vec look_up(vec table, vec i)
{
	typedef char vec_char __attribute__((vector_size(16)));
	return (vec)__builtin_ia32_pshufb128((vec_char)table, (vec_char)i);
}

static inline unsigned mask_in_set(const struct set *set, vec v)
{
	const vec bits = { 1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128 };
	vec row = look_up(set->low.v, v & 0x8f) | look_up(set->high.v, (v ^ 0x80) & 0x8f);
	vec bit = look_up(bits, v >> 4);
	return mask_equal(row & bit, bit);
}

/* Bytes of s before the first that is in the set (flip 0) or is not (flip 0xffff). */
static inline size_t span(const struct set *set, const char *s, unsigned flip)
{
	const unsigned char *block = block_of(s);
	unsigned offset = (uintptr_t)s & 15;
	unsigned mask = (mask_in_set(set, LOAD(vec_block, block)) ^ flip) >> offset << offset;
	while (!mask) {
		block += 16;
		mask = mask_in_set(set, LOAD(vec_block, block)) ^ flip;
	}
	return (size_t)(block - (const unsigned char *)s) + lowest(mask);
}

#endif
