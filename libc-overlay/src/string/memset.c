/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"

#define STRING_MIN 2048 /* bytes from which on a string instruction is faster */

static void set_string(unsigned char *d, int c, vec v, size_t n)
{
	size_t skip = -(uintptr_t)d & 63;
	unsigned char *p = d + skip;
	STORE(vec_any, d, v);
	STORE(vec_any, d + 16, v);
	STORE(vec_any, d + 32, v);
	STORE(vec_any, d + 48, v);
	n -= skip;
	__asm__ volatile("rep stosb" : "+D"(p), "+c"(n) : "a"(c) : "memory");
}

static void set_large(unsigned char *d, vec v, size_t n)
{
	unsigned char *const last = d + n - 64;
	unsigned char *p = d;
	STORE(vec_any, p, v);
	p += 16 - ((uintptr_t)p & 15);
	do {
		STORE(vec_block, p, v);
		STORE(vec_block, p + 16, v);
		STORE(vec_block, p + 32, v);
		STORE(vec_block, p + 48, v);
		p += 64;
	} while (p < last);
	STORE(vec_any, last, v);
	STORE(vec_any, last + 16, v);
	STORE(vec_any, last + 32, v);
	STORE(vec_any, last + 48, v);
}

void *memset(void *dest, int c, size_t n)
{
	unsigned char *d = dest;
	if (n >= 16) {
		vec v = splat((unsigned char)c);
		if (n >= STRING_MIN) {
			set_string(d, c, v, n);
			return dest;
		}
		if (n > 128) {
			set_large(d, v, n);
			return dest;
		}
		STORE(vec_any, d, v);
		STORE(vec_any, d + n - 16, v);
		if (n > 32) {
			STORE(vec_any, d + 16, v);
			STORE(vec_any, d + n - 32, v);
			if (n > 64) {
				STORE(vec_any, d + 32, v);
				STORE(vec_any, d + 48, v);
				STORE(vec_any, d + n - 64, v);
				STORE(vec_any, d + n - 48, v);
			}
		}
		return dest;
	}
	uint64_t v = (unsigned char)c * (uint64_t)0x0101010101010101;
	if (n >= 8) {
		STORE(u64_any, d, v);
		STORE(u64_any, d + n - 8, v);
	} else if (n >= 4) {
		STORE(u32_any, d, (uint32_t)v);
		STORE(u32_any, d + n - 4, (uint32_t)v);
	} else if (n >= 2) {
		STORE(u16_any, d, (uint16_t)v);
		STORE(u16_any, d + n - 2, (uint16_t)v);
	} else if (n) {
		*d = (unsigned char)c;
	}
	return dest;
}
