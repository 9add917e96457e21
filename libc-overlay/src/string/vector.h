/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the string functions share: 16 bytes at a time.  A load of an aligned
 * block never leaves the page of any byte in it, so functions that look for a
 * byte may read whole blocks around the string.
 */
#ifndef ZVM_STRING_VECTOR_H
#define ZVM_STRING_VECTOR_H

#include <stddef.h>
#include <stdint.h>

typedef unsigned char vec __attribute__((vector_size(16)));
typedef vec vec_any __attribute__((aligned(1), may_alias));  /* at any address */
typedef vec vec_block __attribute__((aligned(16), may_alias));
typedef uint64_t u64_any __attribute__((aligned(1), may_alias));
typedef uint32_t u32_any __attribute__((aligned(1), may_alias));
typedef uint16_t u16_any __attribute__((aligned(1), may_alias));

#define LOAD(type, p) (*(const type *)(p))
#define STORE(type, p, v) (*(type *)(p) = (v))

#define LIKELY(x) __builtin_expect(!!(x), 1)
#define UNLIKELY(x) __builtin_expect(!!(x), 0)

/* Bit i tells whether byte i of a comparison's result is true. */
static inline unsigned mask_of(vec v)
{
	typedef char vec_char __attribute__((vector_size(16)));
	return (unsigned)__builtin_ia32_pmovmskb128((vec_char)v);
}

static inline vec splat(unsigned char c)
{
	return (vec){ c, c, c, c, c, c, c, c, c, c, c, c, c, c, c, c };
}

static inline unsigned mask_equal(vec v, vec w)
{
	return mask_of((vec)(v == w));
}

/* The lesser of each two bytes: zero where one of them is. */
static inline vec lesser(vec v, vec w)
{
	return __builtin_elementwise_min(v, w);
}

/* With small letters for the capital ones of ASCII. */
static inline vec lower_case(vec v)
{
	typedef signed char vec_signed __attribute__((vector_size(16)));
	/* From 'A' on, counted from the lowest signed number: the first 26. */
	vec_signed above = (vec_signed)(v + (unsigned char)(128 - 'A'));
	vec capital = (vec)(above < (signed char)(26 - 128));
	return v | (capital & 32);
}

static inline const unsigned char *block_of(const void *p)
{
	return (const unsigned char *)((uintptr_t)p & ~(uintptr_t)15);
}

static inline unsigned lowest(unsigned mask)
{
	return (unsigned)__builtin_ctz(mask);
}

static inline unsigned highest(unsigned mask)
{
	return 31 - (unsigned)__builtin_clz(mask);
}

#endif
