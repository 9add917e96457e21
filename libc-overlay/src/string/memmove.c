/* SPDX-License-Identifier: Apache-2.0 */
/*
 * memcpy and memmove are one function: up to 128 bytes everything is loaded
 * before anything is stored, and larger copies choose their direction.  Both
 * ends are copied by vectors that may overlap what the loop copies, so that
 * there are no loops over single bytes.
 */
#include <string.h>

#include "vector.h"

#define STRING_MIN 2048 /* bytes from which on a string instruction is faster */

static inline void copy_small(unsigned char *d, const unsigned char *s, size_t n)
{
	if (n >= 8) {
		uint64_t first = LOAD(u64_any, s), last = LOAD(u64_any, s + n - 8);
		STORE(u64_any, d, first);
		STORE(u64_any, d + n - 8, last);
	} else if (n >= 4) {
		uint32_t first = LOAD(u32_any, s), last = LOAD(u32_any, s + n - 4);
		STORE(u32_any, d, first);
		STORE(u32_any, d + n - 4, last);
	} else if (n >= 2) {
		uint16_t first = LOAD(u16_any, s), last = LOAD(u16_any, s + n - 2);
		STORE(u16_any, d, first);
		STORE(u16_any, d + n - 2, last);
	} else if (n) {
		*d = *s;
	}
}

/* 17 to 128 bytes. */
static inline void copy_medium(unsigned char *d, const unsigned char *s, size_t n)
{
	vec a = LOAD(vec_any, s), z = LOAD(vec_any, s + n - 16);
	if (n > 32) {
		vec b = LOAD(vec_any, s + 16), y = LOAD(vec_any, s + n - 32);
		if (n > 64) {
			vec c = LOAD(vec_any, s + 32), e = LOAD(vec_any, s + 48);
			vec w = LOAD(vec_any, s + n - 64), x = LOAD(vec_any, s + n - 48);
			STORE(vec_any, d + 32, c);
			STORE(vec_any, d + 48, e);
			STORE(vec_any, d + n - 64, w);
			STORE(vec_any, d + n - 48, x);
		}
		STORE(vec_any, d + 16, b);
		STORE(vec_any, d + n - 32, y);
	}
	STORE(vec_any, d, a);
	STORE(vec_any, d + n - 16, z);
}

/*
 * The processor's own copy: it starts slowly, then moves whole cache lines and
 * does not read what it is going to overwrite.  The destination is aligned first.
 */
static void copy_string(unsigned char *d, const unsigned char *s, size_t n)
{
	vec a = LOAD(vec_any, s), b = LOAD(vec_any, s + 16), c = LOAD(vec_any, s + 32), e = LOAD(vec_any, s + 48);
	size_t skip = -(uintptr_t)d & 63;
	unsigned char *p = d + skip;
	s += skip;
	n -= skip;
	__asm__ volatile("rep movsb" : "+D"(p), "+S"(s), "+c"(n) : : "memory");
	STORE(vec_any, d, a);
	STORE(vec_any, d + 16, b);
	STORE(vec_any, d + 32, c);
	STORE(vec_any, d + 48, e);
}

static void copy_up(unsigned char *d, const unsigned char *s, size_t n)
{
	vec head = LOAD(vec_any, s);
	vec w = LOAD(vec_any, s + n - 64), x = LOAD(vec_any, s + n - 48);
	vec y = LOAD(vec_any, s + n - 32), z = LOAD(vec_any, s + n - 16);
	unsigned char *const last = d + n - 64;
	size_t skip = 16 - ((uintptr_t)d & 15);
	unsigned char *p = d + skip;
	s += skip;
	do {
		vec a = LOAD(vec_any, s), b = LOAD(vec_any, s + 16);
		vec c = LOAD(vec_any, s + 32), e = LOAD(vec_any, s + 48);
		STORE(vec_block, p, a);
		STORE(vec_block, p + 16, b);
		STORE(vec_block, p + 32, c);
		STORE(vec_block, p + 48, e);
		p += 64;
		s += 64;
	} while (p < last);
	STORE(vec_any, last, w);
	STORE(vec_any, last + 16, x);
	STORE(vec_any, last + 32, y);
	STORE(vec_any, last + 48, z);
	STORE(vec_any, d, head);
}

static void copy_down(unsigned char *d, const unsigned char *s, size_t n)
{
	vec tail = LOAD(vec_any, s + n - 16);
	vec a = LOAD(vec_any, s), b = LOAD(vec_any, s + 16);
	vec c = LOAD(vec_any, s + 32), e = LOAD(vec_any, s + 48);
	unsigned char *const end = d + n;
	size_t skip = (uintptr_t)end & 15;
	unsigned char *p = end - skip;
	const unsigned char *q = s + n - skip;
	do {
		p -= 64;
		q -= 64;
		vec w = LOAD(vec_any, q), x = LOAD(vec_any, q + 16);
		vec y = LOAD(vec_any, q + 32), z = LOAD(vec_any, q + 48);
		STORE(vec_block, p, w);
		STORE(vec_block, p + 16, x);
		STORE(vec_block, p + 32, y);
		STORE(vec_block, p + 48, z);
	} while (p > d + 64);
	STORE(vec_any, d, a);
	STORE(vec_any, d + 16, b);
	STORE(vec_any, d + 32, c);
	STORE(vec_any, d + 48, e);
	STORE(vec_any, end - 16, tail);
}

void *memmove(void *dest, const void *src, size_t n)
{
	unsigned char *d = dest;
	const unsigned char *s = src;
	if (n <= 16)
		copy_small(d, s, n);
	else if (LIKELY(n <= 128))
		copy_medium(d, s, n);
	else if ((size_t)(d - s) >= n && n >= STRING_MIN && (size_t)(s - d) >= 64)
		copy_string(d, s, n);
	else if ((size_t)(d - s) >= n)
		copy_up(d, s, n);
	else
		copy_down(d, s, n);
	return dest;
}

void *memcpy(void *restrict dest, const void *restrict src, size_t n)
	__attribute__((alias("memmove")));
