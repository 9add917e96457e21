/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes functions for complex multiplication and division and integer powers.
 *
 * Multiplication follows C11 Annex G, example G.5.1: when the plain formula
 * gives NaN + i NaN, infinities are recovered; division does the same.
 */
#ifndef ZVM_BUILTINS_COMPLEX_H
#define ZVM_BUILTINS_COMPLEX_H

#include "types.h"

#define COMPLEX(mode, type)                                                             \
	static mode make_##mode(type re, type im)                                  \
	{                                                                                   \
		union { mode c; type part[2]; } u = {.part = {re, im}};                \
		return u.c;                                                                     \
	}                                                                                   \
	static bool inf_##mode(type x) { return __builtin_isinf(x); }                       \
	static bool nan_##mode(type x) { return x != x; }                                   \
	static type sign_##mode(type x, type of)                                            \
	{                                                                                   \
		return __builtin_signbit(of) ? -x : x;                                          \
	}                                                                                   \
	/* 1 for infinity, else 0, with the sign. */                                        \
	static type box_##mode(type x) { return sign_##mode(inf_##mode(x) ? 1 : 0, x); }    \
	static type zero_nan_##mode(type x) { return nan_##mode(x) ? sign_##mode(0, x) : x; } \
	mode __mul##mode##3(type a, type b, type c, type d);                       \
	mode __mul##mode##3(type a, type b, type c, type d)                        \
	{                                                                                   \
		type ac = a * c, bd = b * d, ad = a * d, bc = b * c;                            \
		type x = ac - bd, y = ad + bc;                                                  \
		bool again = false;                                                             \
		if (!nan_##mode(x) || !nan_##mode(y))                                           \
			return make_##mode(x, y);                                                   \
		if (inf_##mode(a) || inf_##mode(b)) {                                           \
			a = box_##mode(a), b = box_##mode(b);                                       \
			c = zero_nan_##mode(c), d = zero_nan_##mode(d);                             \
			again = true;                                                               \
		}                                                                               \
		if (inf_##mode(c) || inf_##mode(d)) {                                           \
			c = box_##mode(c), d = box_##mode(d);                                       \
			a = zero_nan_##mode(a), b = zero_nan_##mode(b);                             \
			again = true;                                                               \
		}                                                                               \
		if (!again && (inf_##mode(ac) || inf_##mode(bd) || inf_##mode(ad) ||            \
		               inf_##mode(bc))) {                                               \
			a = zero_nan_##mode(a), b = zero_nan_##mode(b);                             \
			c = zero_nan_##mode(c), d = zero_nan_##mode(d);                             \
			again = true;                                                               \
		}                                                                               \
		if (!again)                                                                     \
			return make_##mode(x, y);                                                   \
		type inf = (type)__builtin_inf();                                               \
		return make_##mode(inf * (a * c - b * d), inf * (a * d + b * c));               \
	}

/* What Annex G asks of a quotient that came out as NaN + i NaN. */
#define RECOVER(mode, type)                                                             \
	static mode recover_##mode(type a, type b, type c, type d, type x, type y) \
	{                                                                                   \
		type inf = (type)__builtin_inf();                                               \
		if (!nan_##mode(x) || !nan_##mode(y))                                           \
			return make_##mode(x, y);                                                   \
		if (c == 0 && d == 0 && (!nan_##mode(a) || !nan_##mode(b)))                     \
			return make_##mode(sign_##mode(inf, c) * a, sign_##mode(inf, c) * b);       \
		if ((inf_##mode(a) || inf_##mode(b)) && c - c == 0 && d - d == 0) {             \
			a = box_##mode(a), b = box_##mode(b);                                       \
			return make_##mode(inf * (a * c + b * d), inf * (b * c - a * d));           \
		}                                                                               \
		if ((inf_##mode(c) || inf_##mode(d)) && a - a == 0 && b - b == 0) {             \
			c = box_##mode(c), d = box_##mode(d);                                       \
			return make_##mode(0 * (a * c + b * d), 0 * (b * c - a * d));               \
		}                                                                               \
		return make_##mode(x, y);                                                       \
	}

/* A wider type holds all products exactly. */
#define DIVIDE_WIDE(mode, type, wide)                                                   \
	RECOVER(mode, type)                                                                 \
	mode __div##mode##3(type a, type b, type c, type d);                       \
	mode __div##mode##3(type a, type b, type c, type d)                        \
	{                                                                                   \
		wide denominator = (wide)c * c + (wide)d * d;                                   \
		type x = (type)(((wide)a * c + (wide)b * d) / denominator);                     \
		type y = (type)(((wide)b * c - (wide)a * d) / denominator);                     \
		return recover_##mode(a, b, c, d, x, y);                                        \
	}

/*
 * Smith's method with the scaling of Baudin and Smith, "A Robust Complex
 * Division in Scilab" (2012): the same steps as libgcc's, so that results are
 * equal to the last bit.
 */
#define DIVIDE_SCALED(mode, type, largest, least, epsilon)                              \
	RECOVER(mode, type)                                                                 \
	static type abs_##mode(type x) { return __builtin_signbit(x) ? -x : x; }            \
	static type scale_##mode(type a, type b, type big)                                  \
	{                                                                                   \
		const type limit = largest / 2 * epsilon;                                       \
		a = abs_##mode(a), b = abs_##mode(b), big = abs_##mode(big);                    \
		if (big >= largest / 2)                                                         \
			return (type)0.5;                                                           \
		bool tiny = (a < least && b < limit && big < limit) ||                          \
		            (b < least && a < limit && big < limit);                            \
		return big < epsilon || tiny ? 1 / epsilon : 1;                                 \
	}                                                                                   \
	mode __div##mode##3(type a, type b, type c, type d);                       \
	mode __div##mode##3(type a, type b, type c, type d)                        \
	{                                                                                   \
		bool swap = abs_##mode(c) < abs_##mode(d);                                      \
		type scale = scale_##mode(a, b, swap ? d : c);                                  \
		a *= scale, b *= scale, c *= scale, d *= scale;                                 \
		type big = swap ? d : c, small = swap ? c : d;                                  \
		type ratio = small / big, denominator = small * ratio + big;                    \
		/* A subnormal ratio has lost digits. */                                        \
		bool good = abs_##mode(ratio) > least;                                          \
		type ra = good ? a * ratio : small * (a / big);                                 \
		type rb = good ? b * ratio : small * (b / big);                                 \
		type x = (swap ? ra + b : rb + a) / denominator;                                \
		type y = (swap ? rb - a : b - ra) / denominator;                                \
		return recover_##mode(a, b, c, d, x, y);                                        \
	}

#define POWER(mode, type)                               \
	type __powi##mode##2(type x, int n);                \
	type __powi##mode##2(type x, int n)                 \
	{                                                   \
		unsigned m = n < 0 ? -(unsigned)n : (unsigned)n; \
		type r = m & 1 ? x : 1;                         \
		while (m >>= 1) {                               \
			x *= x;                                     \
			if (m & 1)                                  \
				r *= x;                                 \
		}                                               \
		return n < 0 ? 1 / r : r;                       \
	}

#endif
