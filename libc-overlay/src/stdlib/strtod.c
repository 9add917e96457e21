/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decimal numbers by the algorithm of Eisel and Lemire: one or two products of
 * 64 bits with a table of powers of five decide nearly every case exactly.  What
 * they do not decide (and infinities, hexadecimal, results out of range, other
 * rounding modes) goes the way of musl, which is exact for everything.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "floatscan.h"
#include "shgetc.h"
#include "stdio_impl.h"

extern hidden const uint64_t __powers_of_five[651][2];
#define LEAST_POWER (-342)
#define GREATEST_POWER 308

#define ROUNDING 0x6000u   /* bits of MXCSR: 0 is to nearest */
#define DIGITS 19          /* that fit in 64 bits whatever they are */
#define EXPONENT_MAX 10000 /* larger ones count as this */

struct format {
	int fraction;              /* bits of the mantissa without the leading one */
	int bias, infinite;        /* of the exponent; its value for infinity */
	int even_least, even_most; /* powers for which a tie can occur */
};
static const struct format binary64 = { 52, 1023, 0x7FF, -4, 23 };
static const struct format binary32 = { 23, 127, 0xFF, -17, 10 };

struct decimal {
	uint64_t digits;
	int exponent;     /* value: digits * 10^exponent */
	bool more;        /* and some digits that are not 0 behind them */
	bool negative;
	const char *end;
};

static bool is_digit(char c)
{
	return (unsigned)c - '0' < 10;
}

/* False if it is no plain decimal number. */
static inline bool read_decimal(const char *s, struct decimal *d)
{
	uint64_t digits = 0;
	int count = 0, exponent = 0;
	bool any = false;

	*d = (struct decimal){ 0 };
	while (*s == ' ' || (unsigned)*s - '\t' < 5)
		s++;
	if (*s == '-' || *s == '+')
		d->negative = *s++ == '-';
	if (*s == '0' && (s[1] | 32) == 'x')
		return false;
	for (int part = 0; part < 2; part++) {
		for (; is_digit(*s); s++) {
			any = true;
			if (count < DIGITS) {
				digits = digits * 10 + (unsigned)(*s - '0');
				count += digits != 0;
				exponent -= part;
			} else {
				d->more |= *s != '0';
				exponent += 1 - part;
			}
			if (exponent > EXPONENT_MAX || exponent < -EXPONENT_MAX)
				return false;
		}
		if (part || *s != '.')
			break;
		s++;
	}
	if (!any)
		return false;
	d->end = s;
	if ((*s | 32) == 'e') {
		bool minus = s[1] == '-';
		int e = 0;

		s += minus || s[1] == '+' ? 2 : 1;
		if (is_digit(*s)) {
			for (; is_digit(*s); s++)
				if (e < EXPONENT_MAX)
					e = e * 10 + (*s - '0');
			exponent += minus ? -e : e;
			d->end = s;
		}
	}
	d->digits = digits;
	d->exponent = exponent;
	return true;
}

/* The bits of digits * 10^power, rounded to nearest; false if it is not normal. */
static inline bool round_to(const struct format *f, uint64_t digits, int power, uint64_t *bits)
{
	if (power < LEAST_POWER || power > GREATEST_POWER)
		return false;
	const uint64_t *five = __powers_of_five[power - LEAST_POWER];
	int zeros = __builtin_clzll(digits), cut = 64 - f->fraction - 3;
	uint64_t w = digits << zeros;
	unsigned __int128 product = (unsigned __int128)w * five[0];
	uint64_t high = (uint64_t)(product >> 64), low = (uint64_t)product;

	/* The lower half counts only where all bits below those wanted are 1. */
	if ((high & (UINT64_MAX >> (f->fraction + 3))) == UINT64_MAX >> (f->fraction + 3)) {
		uint64_t carry = (uint64_t)((unsigned __int128)w * five[1] >> 64);

		low += carry;
		high += low < carry;
	}
	int top = (int)(high >> 63);
	uint64_t mantissa = high >> (top + cut);
	int exponent = ((217706 * power) >> 16) + 63 + top - zeros + f->bias;

	if (exponent <= 0)
		return false;
	/* Exactly between two numbers: to the even one. */
	if (low <= 1 && power >= f->even_least && power <= f->even_most && (mantissa & 3) == 1 &&
	    mantissa << (top + cut) == high)
		mantissa &= ~(uint64_t)1;
	mantissa = (mantissa + (mantissa & 1)) >> 1;
	if (mantissa >> (f->fraction + 1)) {
		mantissa >>= 1;
		exponent++;
	}
	if (exponent >= f->infinite)
		return false;
	*bits = (mantissa & (((uint64_t)1 << f->fraction) - 1)) | (uint64_t)exponent << f->fraction;
	return true;
}

/* The number's bits without its sign; false: let musl do it. */
static inline bool convert(const struct format *f, const char *s, struct decimal *d, uint64_t *bits)
{
	uint64_t above;

	if (!read_decimal(s, d) || (__builtin_ia32_stmxcsr() & ROUNDING))
		return false;
	if (!d->digits) {
		*bits = 0;
		return true;
	}
	if (!round_to(f, d->digits, d->exponent, bits))
		return false;
	return !d->more || (round_to(f, d->digits + 1, d->exponent, &above) && above == *bits);
}

static long double by_musl(const char *s, char **p, int precision)
{
	FILE f;
	sh_fromstring(&f, s);
	shlim(&f, 0);
	long double y = __floatscan(&f, precision, 1);
	off_t count = shcnt(&f);
	if (p)
		*p = (char *)s + count;
	return y;
}

float strtof(const char *restrict s, char **restrict p)
{
	struct decimal d;
	uint64_t bits;
	if (!convert(&binary32, s, &d, &bits))
		return (float)by_musl(s, p, 0);
	if (p)
		*p = (char *)d.end;
	union { uint32_t bits; float f; } u = { (uint32_t)bits | (uint32_t)d.negative << 31 };
	return u.f;
}

double strtod(const char *restrict s, char **restrict p)
{
	struct decimal d;
	uint64_t bits;
	if (!convert(&binary64, s, &d, &bits))
		return (double)by_musl(s, p, 1);
	if (p)
		*p = (char *)d.end;
	union { uint64_t bits; double f; } u = { bits | (uint64_t)d.negative << 63 };
	return u.f;
}

long double strtold(const char *restrict s, char **restrict p)
{
	return by_musl(s, p, 2);
}
