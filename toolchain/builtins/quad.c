/* SPDX-License-Identifier: Apache-2.0 */
/* __float128: arithmetic and comparison in software. */
#include "soft.h"

tf __addtf3(tf a, tf b);
tf __subtf3(tf a, tf b);
tf __multf3(tf a, tf b);
tf __divtf3(tf a, tf b);
tf __negtf2(tf a);
tf __fabstf2(tf a);
tf __copysigntf3(tf a, tf sign);
comparison __unordtf2(tf a, tf b);
comparison __cmptf2(tf a, tf b);

static const struct number invalid = {.class = NOT_A_NUMBER, .negative = true};

static struct number take(tf x)
{
	return unpack(QUAD, bits_tf(x));
}

static tf give(struct number n)
{
	return value_tf(pack(QUAD, n));
}

static bool rounds_down(void)
{
	return (__builtin_ia32_stmxcsr() >> 13 & 3) == 1;
}

/* Two finite numbers, |a| >= |b|. */
static struct number add_finite(struct number a, struct number b)
{
	/* The 15 lowest bits are free: one for the carry, the rest against loss. */
	uti x = a.significand >> 1;
	uti y = shift_sticky(b.significand >> 1, a.exponent - b.exponent);
	uti sum = a.negative == b.negative ? x + y : x - y;
	if (sum == 0)
		return (struct number){.negative = rounds_down()};
	int shift = leading_zeros(sum);
	a.significand = sum << shift;
	a.exponent += 1 - shift;
	return a;
}

static bool larger(struct number a, struct number b)
{
	return a.exponent != b.exponent ? a.exponent > b.exponent : a.significand > b.significand;
}

static struct number add(struct number a, struct number b)
{
	if (a.class == NOT_A_NUMBER)
		return a;
	if (b.class == NOT_A_NUMBER)
		return b;
	if (a.class == INFINITE)
		return b.class == INFINITE && a.negative != b.negative ? invalid : a;
	if (b.class == INFINITE)
		return b;
	if (a.class == ZERO && b.class == ZERO) {
		a.negative = a.negative == b.negative ? a.negative : rounds_down();
		return a;
	}
	if (a.class == ZERO)
		return b;
	if (b.class == ZERO)
		return a;
	return larger(b, a) ? add_finite(b, a) : add_finite(a, b);
}

tf __addtf3(tf a, tf b)
{
	return give(add(take(a), take(b)));
}

tf __subtf3(tf a, tf b)
{
	struct number y = take(b);
	if (y.class != NOT_A_NUMBER)
		y.negative = !y.negative;
	return give(add(take(a), y));
}

/* The high half of a * b; the low half only as a sticky bit. */
static uti multiply_high(uti a, uti b, bool *lost)
{
	uint64_t a1 = (uint64_t)(a >> 64), a0 = (uint64_t)a;
	uint64_t b1 = (uint64_t)(b >> 64), b0 = (uint64_t)b;
	uti low = (uti)a0 * b0, middle = (uti)a1 * b0 + (low >> 64);
	uti other = (uti)a0 * b1 + (uint64_t)middle;
	*lost = (uint64_t)other || (uint64_t)low;
	return (uti)a1 * b1 + (middle >> 64) + (other >> 64);
}

tf __multf3(tf x, tf y)
{
	struct number a = take(x), b = take(y);
	bool lost;
	if (a.class == NOT_A_NUMBER)
		return give(a);
	if (b.class == NOT_A_NUMBER)
		return give(b);
	a.negative ^= b.negative;
	if (a.class == INFINITE || b.class == INFINITE) {
		if (a.class == ZERO || b.class == ZERO)
			return give(invalid);
		a.class = INFINITE;
		return give(a);
	}
	if (a.class == ZERO || b.class == ZERO) {
		a.class = ZERO;
		return give(a);
	}
	/* Significands have 15 free bits at the end: nothing is lost by a shift. */
	uti high = multiply_high(a.significand, b.significand, &lost);
	int shift = leading_zeros(high);
	a.significand = high << shift | lost;
	a.exponent += b.exponent + 1 - shift;
	return give(a);
}

/* a / b with a sticky last bit; both have bit 126 set and bit 127 clear, a >= b. */
static uti divide(uti a, uti b)
{
	uti quotient = 0;
	for (int i = 0; i < 128; i++) {
		quotient <<= 1;
		if (a >= b) {
			a -= b;
			quotient |= 1;
		}
		a <<= 1;
	}
	return quotient | (a != 0);
}

tf __divtf3(tf x, tf y)
{
	struct number a = take(x), b = take(y);
	if (a.class == NOT_A_NUMBER)
		return give(a);
	if (b.class == NOT_A_NUMBER)
		return give(b);
	a.negative ^= b.negative;
	if (a.class == b.class && (a.class == INFINITE || a.class == ZERO))
		return give(invalid);
	if (a.class == INFINITE || b.class == ZERO) {
		a.class = INFINITE;
		return give(a);
	}
	if (a.class == ZERO || b.class == INFINITE) {
		a.class = ZERO;
		return give(a);
	}
	uti dividend = a.significand >> 1, divisor = b.significand >> 1;
	a.exponent -= b.exponent;
	if (dividend < divisor) {
		dividend <<= 1;
		a.exponent--;
	}
	a.significand = divide(dividend, divisor);
	return give(a);
}

#define SIGN ((uti)1 << 127)

tf __negtf2(tf a)
{
	return value_tf(bits_tf(a) ^ SIGN);
}

tf __fabstf2(tf a)
{
	return value_tf(bits_tf(a) & ~SIGN);
}

tf __copysigntf3(tf a, tf sign)
{
	return value_tf((bits_tf(a) & ~SIGN) | (bits_tf(sign) & SIGN));
}

static bool is_nan(tf a)
{
	return (bits_tf(a) & ~SIGN) > (uti)0x7FFF << 112;
}

comparison __unordtf2(tf a, tf b)
{
	return is_nan(a) || is_nan(b);
}

/* -1, 0 or 1; `unordered` if one is no number. */
static int compare(tf a, tf b, int unordered)
{
	if (__unordtf2(a, b))
		return unordered;
	uti x = bits_tf(a), y = bits_tf(b);
	if (((x | y) & ~SIGN) == 0)
		return 0;
	/* Order of the bits is order of the numbers, but for the sign. */
	ti p = x & SIGN ? (ti)-(x & ~SIGN) : (ti)x, q = y & SIGN ? (ti)-(y & ~SIGN) : (ti)y;
	return (p > q) - (p < q);
}

comparison __cmptf2(tf a, tf b)
{
	return compare(a, b, 1);
}

/* The result compares with 0 as a with b, and fails the test if unordered. */
#define COMPARE(name, unordered)            \
	comparison __##name##tf2(tf a, tf b);   \
	comparison __##name##tf2(tf a, tf b)    \
	{                                       \
		return compare(a, b, unordered);    \
	}

COMPARE(eq, 1)
COMPARE(ne, 1)
COMPARE(lt, 1)
COMPARE(le, 1)
COMPARE(gt, -1)
COMPARE(ge, -1)
