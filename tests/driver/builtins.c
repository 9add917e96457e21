/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions that compilers call: thousands of pseudo-random arguments and
 * all the edges, one checksum for each function.  The same program compiled
 * natively uses the machine's libgcc; the checksums must be equal.
 *
 * RUN: clang-19 -O1 -w "$S" -o native && ./native >expected
 * RUN: zvm-clang -O1 -w "$S" -o clang && zvm run clang >out && diff expected out
 * RUN: zvm-gcc -O1 -w "$S" -o gcc && zvm run gcc >out && diff expected out
 * RUN: test "$(wc -l <expected)" -ge 80
 * TIMEOUT: 120
 */
#include <complex.h>
#include <float.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef __int128 ti;
typedef unsigned __int128 uti;
typedef __float128 tf;
typedef long double xf;

enum { ROUNDS = 3000 };

static uint64_t seed = 88172645463325252;

static uint64_t random64(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static uint64_t sum;

static void eat(const void *p, size_t n)
{
	const unsigned char *b = p;
	while (n--)
		sum = (sum ^ *b++) * 1099511628211u;
}

/* Of all magnitudes alike, with many zeros and ones. */
static uti integer(void)
{
	uti x = (uti)random64() << 64 | random64();
	switch (random64() % 8) {
	case 0: return (uti)random64() << (random64() % 65);
	case 1: return (uti)1 << random64() % 128;
	case 2: return ~((uti)1 << random64() % 128);
	case 3: return random64() % 4;
	default: return x >> random64() % 128;
	}
}

/* Numbers of all exponents; now and then zeros, infinities, halves. */
static tf quad(void)
{
	static const double edges[] = {0, -0.0, 1, -1, 0.5, 1.5, 2.5, DBL_MAX, DBL_MIN, 0x1p-1074,
	                               FLT_MAX, FLT_MIN, 0x1p-149, 0x1p63, 0x1p64, -0x1p63, 65504, 65520};
	uti bits = (uti)random64() << 64 | random64();
	int near = (int)(random64() % 4);
	if (near == 0)
		return edges[random64() % (sizeof edges / sizeof *edges)];
	uti exponent = near == 1 ? 16383 + random64() % 140 : near == 2 ? 16383 - random64() % 140 :
		random64() % 0x7FFF;
	if (random64() % 3 == 0)
		bits = bits >> 64 << 64; /* short ones meet ties */
	bits = (bits & ~((uti)0x7FFF << 112)) | exponent << 112;
	tf x;
	memcpy(&x, &bits, sizeof x);
	return x;
}

/* NaNs are equal whatever their bits. */
#define EAT(type, x)                                  \
	do {                                              \
		type value = (x);                             \
		int nan = value != value;                     \
		char bytes[sizeof(type)] = {0};               \
		memcpy(bytes, &value, sizeof(type) == 16 && LDBL_MANT_DIG == 64 && \
			_Generic(value, xf: 1, default: 0) ? 10 : sizeof(type)); \
		if (nan)                                      \
			eat("nan", 3);                            \
		else                                          \
			eat(bytes, sizeof bytes);                 \
	} while (0)

#define TEST(name, ...)                              \
	do {                                             \
		sum = 14695981039346656037u;                 \
		for (int i = 0; i < ROUNDS; i++) {           \
			__VA_ARGS__;                             \
		}                                            \
		printf("%-16s %016llx\n", name, (unsigned long long)sum); \
	} while (0)

#define CALL1(result, function, type, argument)                   \
	do {                                                          \
		result function(type);                                    \
		TEST(#function, type a = (type)(argument); EAT(result, function(a))); \
	} while (0)

#define CALL2(result, function, type, argument)                   \
	do {                                                          \
		result function(type, type);                              \
		TEST(#function, type a = (type)(argument); type b = (type)(argument); \
		     EAT(result, function(a, b)));                        \
	} while (0)

static void integers(void)
{
	TEST("div", ti a = integer(); ti b = integer(); if (b && b != -1) EAT(ti, a / b));
	TEST("mod", ti a = integer(); ti b = integer(); if (b && b != -1) EAT(ti, a % b));
	TEST("udiv", uti a = integer(); uti b = integer(); if (b) EAT(uti, a / b));
	TEST("umod", uti a = integer(); uti b = integer(); if (b) EAT(uti, a % b));
	TEST("mul", ti a = integer(); ti b = integer(); EAT(uti, (uti)a * (uti)b));
	TEST("mul overflow", ti a = integer(); ti b = integer(); ti r;
	     EAT(int, __builtin_mul_overflow(a, b, &r)); EAT(uti, r));
	TEST("umul overflow", uti a = integer(); uti b = integer(); uti r;
	     EAT(int, __builtin_mul_overflow(a, b, &r)); EAT(uti, r));
	CALL1(int, __popcountti2, ti, integer());
	CALL1(int, __popcountdi2, int64_t, integer());
	CALL1(int, __parityti2, ti, integer());
	CALL1(int, __paritydi2, int64_t, integer());
	CALL1(int, __ffsti2, ti, integer());
	CALL1(int, __ffsdi2, int64_t, integer());
	CALL1(int, __clrsbti2, ti, integer());
	CALL1(int, __clrsbdi2, int64_t, integer());
	CALL1(int, __clzti2, uti, integer() | 1);
	CALL1(int, __ctzti2, uti, integer() | (uti)1 << 127);
	CALL1(uint64_t, __bswapdi2, uint64_t, integer());
	CALL2(int, __cmpti2, ti, integer());
	CALL2(int, __ucmpti2, uti, integer());
	CALL2(ti, __addvti3, ti, (ti)integer() >> 2);
	CALL2(ti, __subvti3, ti, (ti)integer() >> 2);
	CALL2(ti, __mulvti3, ti, (ti)integer() >> 66);
}

static int in_range(tf x, int bits)
{
	tf limit = 1;
	for (int i = 0; i < bits; i++)
		limit *= 2;
	return x > -limit && x < limit;
}

static void conversions(void)
{
#define TO(result, function, type, bits, is_unsigned)             \
	do {                                                          \
		result function(type);                                    \
		TEST(#function, type a = (type)quad();                    \
		     if (in_range(a, bits) && (!is_unsigned || a >= 0)) EAT(result, function(a))); \
	} while (0)
	TO(ti, __fixsfti, float, 127, 0);
	TO(ti, __fixdfti, double, 127, 0);
	TO(ti, __fixxfti, xf, 127, 0);
	TO(ti, __fixtfti, tf, 127, 0);
	TO(uti, __fixunssfti, float, 128, 1);
	TO(uti, __fixunsdfti, double, 128, 1);
	TO(uti, __fixunsxfti, xf, 128, 1);
	TO(uti, __fixunstfti, tf, 128, 1);
	TO(int64_t, __fixtfdi, tf, 63, 0);
	TO(uint64_t, __fixunstfdi, tf, 64, 1);
	TO(int, __fixtfsi, tf, 31, 0);
	TO(unsigned, __fixunstfsi, tf, 32, 1);
	TO(uint64_t, __fixunsdfdi, double, 64, 1);
	TO(uint64_t, __fixunssfdi, float, 64, 1);
	TO(uint64_t, __fixunsxfdi, xf, 64, 1);
	CALL1(float, __floattisf, ti, integer());
	CALL1(double, __floattidf, ti, integer());
	CALL1(xf, __floattixf, ti, integer());
	CALL1(tf, __floattitf, ti, integer());
	CALL1(float, __floatuntisf, uti, integer());
	CALL1(double, __floatuntidf, uti, integer());
	CALL1(xf, __floatuntixf, uti, integer());
	CALL1(tf, __floatuntitf, uti, integer());
	CALL1(tf, __floatditf, int64_t, integer());
	CALL1(tf, __floatunditf, uint64_t, integer());
	CALL1(tf, __floatsitf, int, integer());
	CALL1(tf, __floatunsitf, unsigned, integer());
	CALL1(tf, __extendsftf2, float, quad());
	CALL1(tf, __extenddftf2, double, quad());
	CALL1(tf, __extendxftf2, xf, quad());
	CALL1(float, __trunctfsf2, tf, quad());
	CALL1(double, __trunctfdf2, tf, quad());
	CALL1(xf, __trunctfxf2, tf, quad());
#if defined __FLT16_MAX__ || defined __clang__
	CALL1(_Float16, __truncsfhf2, float, quad());
	CALL1(_Float16, __truncdfhf2, double, quad());
	CALL1(_Float16, __truncxfhf2, xf, quad());
	CALL1(_Float16, __trunctfhf2, tf, quad());
	CALL1(float, __extendhfsf2, _Float16, quad());
	CALL1(double, __extendhfdf2, _Float16, quad());
	CALL1(xf, __extendhfxf2, _Float16, quad());
	CALL1(tf, __extendhftf2, _Float16, quad());
#endif
}

static void arithmetic(void)
{
	CALL2(tf, __addtf3, tf, quad());
	CALL2(tf, __subtf3, tf, quad());
	CALL2(tf, __multf3, tf, quad());
	CALL2(tf, __divtf3, tf, quad());
	TEST("near", tf a = quad(); tf b = a * (1 + 0x1p-100Q * (int)(random64() % 9)); EAT(tf, a - b));
	TEST("tf ==", EAT(int, quad() == quad()));
	TEST("tf <", EAT(int, quad() < quad()));
	TEST("tf <=", EAT(int, quad() <= quad()));
	TEST("tf >", EAT(int, quad() > quad()));
	TEST("tf >=", EAT(int, quad() >= quad()));
	volatile tf nan = (tf)__builtin_nan("");
	TEST("nan", tf a = quad(); EAT(int, (a == nan) | (a != nan) << 1 | (a < nan) << 2 |
		(a <= nan) << 3 | (a > nan) << 4 | (a >= nan) << 5 | __builtin_isunordered(a, nan) << 6));
}

#define COMPLEX(function, type)                                             \
	do {                                                                    \
		_Complex type function(type, type, type, type);                     \
		TEST(#function, type a = quad(); type b = quad(); type c = quad(); type d = quad(); \
		     if (random64() % 16 == 0) a = (type)__builtin_inf();           \
		     if (random64() % 16 == 0) c = -(type)__builtin_inf();          \
		     _Complex type r = function(a, b, c, d);                        \
		     EAT(type, __real__ r); EAT(type, __imag__ r));                 \
	} while (0)

#define POWER(function, type)                                               \
	do {                                                                    \
		type function(type, int);                                           \
		TEST(#function, type a = quad(); EAT(type, function(a, (int)(random64() % 100) - 50))); \
	} while (0)

static void complex_numbers(void)
{
	COMPLEX(__mulsc3, float);
	COMPLEX(__muldc3, double);
	COMPLEX(__mulxc3, long double);
	COMPLEX(__divsc3, float);
	COMPLEX(__divdc3, double);
	COMPLEX(__divxc3, long double);
	POWER(__powisf2, float);
	POWER(__powidf2, double);
	POWER(__powixf2, xf);
}

int main(void)
{
	integers();
	conversions();
	arithmetic();
	complex_numbers();
	return 0;
}
