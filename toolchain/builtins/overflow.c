/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic that checks for overflow: -ftrapv traps, mulo says so. */
#include "types.h"

#define CHECKED(mode, type)                           \
	type __addv##mode##3(type a, type b);             \
	type __subv##mode##3(type a, type b);             \
	type __mulv##mode##3(type a, type b);             \
	type __negv##mode##2(type a);                     \
	type __absv##mode##2(type a);                     \
	type __mulo##mode##4(type a, type b, int *overflow); \
	type __addv##mode##3(type a, type b)              \
	{                                                 \
		type r;                                       \
		if (__builtin_add_overflow(a, b, &r))         \
			__builtin_trap();                         \
		return r;                                     \
	}                                                 \
	type __subv##mode##3(type a, type b)              \
	{                                                 \
		type r;                                       \
		if (__builtin_sub_overflow(a, b, &r))         \
			__builtin_trap();                         \
		return r;                                     \
	}                                                 \
	type __negv##mode##2(type a)                      \
	{                                                 \
		return __subv##mode##3(0, a);                 \
	}                                                 \
	type __absv##mode##2(type a)                      \
	{                                                 \
		return a < 0 ? __negv##mode##2(a) : a;        \
	}                                                 \
	type __mulv##mode##3(type a, type b)              \
	{                                                 \
		int overflow;                                 \
		type r = __mulo##mode##4(a, b, &overflow);    \
		if (overflow)                                 \
			__builtin_trap();                         \
		return r;                                     \
	}

CHECKED(si, int32_t)
CHECKED(di, int64_t)
CHECKED(ti, ti)

int32_t __mulosi4(int32_t a, int32_t b, int *overflow)
{
	int32_t r;
	*overflow = __builtin_mul_overflow(a, b, &r);
	return r;
}

int64_t __mulodi4(int64_t a, int64_t b, int *overflow)
{
	int64_t r;
	*overflow = __builtin_mul_overflow(a, b, &r);
	return r;
}

/* The compiler's own check would call this function. */
ti __muloti4(ti a, ti b, int *overflow)
{
	uti x = a < 0 ? -(uti)a : (uti)a, y = b < 0 ? -(uti)b : (uti)b;
	bool negative = (a < 0) != (b < 0);
	uti limit = ((uti)1 << 127) - !negative;
	uint64_t x1 = (uint64_t)(x >> 64), x0 = (uint64_t)x;
	uint64_t y1 = (uint64_t)(y >> 64), y0 = (uint64_t)y;
	/* One of the high halves is 0, or the product is too large anyway. */
	uti cross = (uti)x1 * y0 + (uti)x0 * y1, low = (uti)x0 * y0;
	uti product = (cross << 64) + low;
	*overflow = (x1 && y1) || cross >> 64 || product < low || product > limit;
	return (ti)((uti)a * (uti)b);
}
