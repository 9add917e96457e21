/* SPDX-License-Identifier: Apache-2.0 */
/* 128-bit integer arithmetic. */
#include "types.h"

uti __udivmodti4(uti a, uti b, uti *rest);
uti __udivti3(uti a, uti b);
uti __umodti3(uti a, uti b);
ti __divmodti4(ti a, ti b, ti *rest);
ti __divti3(ti a, ti b);
ti __modti3(ti a, ti b);
ti __multi3(ti a, ti b);
ti __negti2(ti a);
ti __ashlti3(ti a, int n);
ti __ashrti3(ti a, int n);
ti __lshrti3(ti a, int n);
comparison __cmpti2(ti a, ti b);
comparison __ucmpti2(uti a, uti b);

/* high < divisor: then the quotient fits and `div` does not trap. */
static uint64_t divide(uint64_t high, uint64_t low, uint64_t divisor, uint64_t *rest)
{
	uint64_t quotient;
	__asm__("divq %4" : "=a"(quotient), "=d"(*rest) : "a"(low), "d"(high), "r"(divisor) : "cc");
	return quotient;
}

/* b >= 2^64, so the quotient has 64 bits at most. */
static uint64_t divide_by_long(uti a, uti b, uti *rest)
{
	/* The top 64 bits of b give a quotient that is right or one too large:
	 * Knuth, The Art of Computer Programming, 4.3.1, theorem B. */
	int shift = __builtin_clzll((uint64_t)(b >> 64));
	uint64_t top = (uint64_t)(b << shift >> 64), ignored;
	uti halved = a >> 1;
	uint64_t q = divide((uint64_t)(halved >> 64), (uint64_t)halved, top, &ignored);
	q = shift == 63 ? q : q >> (63 - shift);
	if (q)
		q--;
	*rest = a - b * q;
	if (*rest >= b) {
		*rest -= b;
		q++;
	}
	return q;
}

uti __udivmodti4(uti a, uti b, uti *rest)
{
	uti quotient, remainder;
	uint64_t low = (uint64_t)b, r;
	if (b >> 64) {
		quotient = divide_by_long(a, b, &remainder);
	} else {
		/* low 0: this division traps, as it shall. */
		uint64_t high = (uint64_t)(a >> 64) / low;
		uint64_t q = divide((uint64_t)(a >> 64) % low, (uint64_t)a, low, &r);
		quotient = (uti)high << 64 | q;
		remainder = r;
	}
	if (rest)
		*rest = remainder;
	return quotient;
}

uti __udivti3(uti a, uti b)
{
	return __udivmodti4(a, b, 0);
}

uti __umodti3(uti a, uti b)
{
	uti rest;
	__udivmodti4(a, b, &rest);
	return rest;
}

static uti magnitude(ti a)
{
	return a < 0 ? -(uti)a : (uti)a;
}

/* C's division: towards zero; the rest has the dividend's sign. */
ti __divmodti4(ti a, ti b, ti *rest)
{
	uti r, q = __udivmodti4(magnitude(a), magnitude(b), &r);
	*rest = a < 0 ? (ti)-r : (ti)r;
	return (a < 0) != (b < 0) ? (ti)-q : (ti)q;
}

ti __divti3(ti a, ti b)
{
	ti rest;
	return __divmodti4(a, b, &rest);
}

ti __modti3(ti a, ti b)
{
	ti rest;
	__divmodti4(a, b, &rest);
	return rest;
}

/* The compiler has instructions for these; the functions are for others'
 * objects and for code that takes their address. */
ti __multi3(ti a, ti b)
{
	return (ti)((uti)a * (uti)b);
}

ti __negti2(ti a)
{
	return (ti)-(uti)a;
}

ti __ashlti3(ti a, int n)
{
	return (ti)((uti)a << (n & 127));
}

ti __ashrti3(ti a, int n)
{
	return a >> (n & 127);
}

ti __lshrti3(ti a, int n)
{
	return (ti)((uti)a >> (n & 127));
}

comparison __cmpti2(ti a, ti b)
{
	return a < b ? 0 : a == b ? 1 : 2;
}

comparison __ucmpti2(uti a, uti b)
{
	return a < b ? 0 : a == b ? 1 : 2;
}
