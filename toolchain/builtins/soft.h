/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Floating-point numbers taken apart.  Every format is unpacked into one form
 * with a 128-bit significand, and packed from it with one rounding, so that each
 * conversion is `pack(unpack(x))`.
 *
 * Rounding follows the mode in MXCSR, as the machine's own operations do; the
 * exception flags are left alone.
 */
#ifndef ZVM_BUILTINS_SOFT_H
#define ZVM_BUILTINS_SOFT_H

#include "types.h"

enum class { ZERO, FINITE, INFINITE, NOT_A_NUMBER };

/* A finite value is significand / 2^127 * 2^exponent with bit 127 set. */
struct number {
	uti significand; /* of a NaN: its payload below bit 127 */
	int exponent;
	bool negative;
	enum class class;
};

struct format {
	int precision; /* bits of the significand, the leading 1 included */
	int exponent;  /* bits of the exponent */
	bool explicit; /* the leading 1 is stored */
};

#define HALF ((struct format){11, 5, false})
#define BRAIN ((struct format){8, 8, false})
#define SINGLE ((struct format){24, 8, false})
#define DOUBLE ((struct format){53, 11, false})
#define EXTENDED ((struct format){64, 15, true})
#define QUAD ((struct format){113, 15, false})

static inline int leading_zeros(uti a)
{
	uint64_t high = (uint64_t)(a >> 64);
	return high ? __builtin_clzll(high) : 64 + __builtin_clzll((uint64_t)a | 1);
}

/* a >> n, with the lowest bit telling whether anything was lost. */
static inline uti shift_sticky(uti a, int n)
{
	if (n == 0)
		return a;
	if (n > 127)
		return a != 0;
	return a >> n | ((a << (128 - n)) != 0);
}

static inline struct number unpack(struct format f, uti bits)
{
	int fraction = f.precision - !f.explicit, bias = (1 << (f.exponent - 1)) - 1;
	int top = (1 << f.exponent) - 1;
	int exponent = (int)(bits >> fraction) & top;
	struct number n = {.negative = bits >> (fraction + f.exponent) & 1};
	n.significand = bits << (128 - fraction);
	if (!f.explicit) /* room for the leading 1 */
		n.significand >>= 1;
	if (exponent == top) {
		/* The stored leading 1 says nothing here. */
		uti payload = n.significand << 1 >> 1;
		n.class = payload ? NOT_A_NUMBER : INFINITE;
		n.significand = payload;
		return n;
	}
	if (exponent == 0)
		exponent = 1; /* the scale of subnormal numbers */
	else if (!f.explicit)
		n.significand |= (uti)1 << 127;
	if (n.significand == 0)
		return n;
	int shift = leading_zeros(n.significand);
	n.significand <<= shift;
	n.exponent = exponent - bias - shift;
	n.class = FINITE;
	return n;
}

/* Whether a number with these bits behind the last place grows by one there. */
static inline bool rounds_up(bool negative, bool odd, uti rest, uti half)
{
	switch (__builtin_ia32_stmxcsr() >> 13 & 3) {
	case 0: return rest > half || (rest == half && odd);
	case 1: return negative && rest;  /* down */
	case 2: return !negative && rest; /* up */
	default: return false;            /* towards zero */
	}
}

static inline uti pack(struct format f, struct number n)
{
	int fraction = f.precision - !f.explicit, bias = (1 << (f.exponent - 1)) - 1;
	uti top = (1 << f.exponent) - 1, one = (uti)1 << (f.precision - 1);
	uti sign = (uti)n.negative << (fraction + f.exponent);
	uti infinity = sign | top << fraction | (f.explicit ? one : 0);
	int drop = 128 - f.precision, exponent = n.exponent + bias;
	switch (n.class) {
	case ZERO: return sign;
	case INFINITE: return infinity;
	case NOT_A_NUMBER: return infinity | one >> 1 | (n.significand >> drop);
	case FINITE: break;
	}
	if (exponent < 1) {
		n.significand = shift_sticky(n.significand, 1 - exponent);
		exponent = 0;
	}
	uti kept = n.significand >> drop, half = (uti)1 << (drop - 1);
	uti rest = n.significand & (2 * half - 1);
	kept += rounds_up(n.negative, kept & 1, rest, half);
	/* A carry out of the significand raises the exponent. */
	if (kept == one << 1) {
		kept = one;
		exponent++;
	} else if (exponent == 0 && kept == one) {
		exponent = 1;
	}
	if ((uti)exponent >= top && exponent > 0) {
		bool largest = !rounds_up(n.negative, true, 3, 2);
		return largest ? infinity - 1 - (f.explicit ? one : 0) : infinity;
	}
	if (!f.explicit)
		kept &= one - 1;
	return sign | (uti)exponent << fraction | kept;
}

/* The integer nearest to zero; what does not fit becomes the nearest limit. */
static inline uti to_integer(struct number n, int bits, bool is_signed)
{
	uti limit = is_signed ? ((uti)1 << (bits - 1)) - !n.negative
	                      : n.negative ? 0 : ~(uti)0 >> (128 - bits);
	uti magnitude = 0;
	if (n.class == FINITE && n.exponent >= 0)
		magnitude = n.exponent > 127 ? ~(uti)0 : n.significand >> (127 - n.exponent);
	else if (n.class == INFINITE)
		magnitude = ~(uti)0;
	if (magnitude > limit)
		magnitude = limit;
	return n.negative ? -magnitude : magnitude;
}

static inline struct number from_integer(uti magnitude, bool negative)
{
	struct number n = {.negative = negative};
	if (magnitude == 0)
		return (struct number){0};
	int shift = leading_zeros(magnitude);
	n.significand = magnitude << shift;
	n.exponent = 127 - shift;
	n.class = FINITE;
	return n;
}

/* Values of the compiler's types, as bits and back. */
typedef __bf16 bf;

#define BITS(name, type, size)                                       \
	static inline uti bits_##name(type x)                            \
	{                                                                \
		union { type x; unsigned char bytes[sizeof(type)]; } u = {.x = x}; \
		uti r = 0;                                                   \
		__builtin_memcpy(&r, u.bytes, size);                         \
		return r;                                                    \
	}                                                                \
	static inline type value_##name(uti bits)                        \
	{                                                                \
		union { type x; unsigned char bytes[sizeof(type)]; } u = {0}; \
		__builtin_memcpy(u.bytes, &bits, size);                      \
		return u.x;                                                  \
	}

BITS(hf, hf, 2)
BITS(bf, bf, 2)
BITS(sf, sf, 4)
BITS(df, df, 8)
BITS(xf, xf, 10)
BITS(tf, tf, 16)

#endif
