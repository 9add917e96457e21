/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Long double functions, of which musl has x87 assembly that rule R09 forbids:
 * equal to musl's portable C in every bit.
 * RUN: "$D/portable.sh" "$S"
 * NEEDS: musl-gcc
 * TIMEOUT: 200
 */
#include <complex.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint64_t state = 88172645463325252u;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static const long double special[] = {
	0.0L, -0.0L, 1.0L, -1.0L, 0.5L, 2.0L, 3.0L, 10.0L, 1e-10L, 1e10L, 1e300L, 1e4000L, 1e-4940L, 0x1p-16445L,
	0x1p-16382L, 0x1.fffffffffffffffep16383L, INFINITY, -INFINITY, NAN, 0x1p63L, 0x1p64L, -0x1p62L, 0.3L, -0.7L,
	0.99999999999999999L, 1.00000000000000001L, 3.14159265358979323846L, 1.5707963267948966L, 100.5L, -100.5L,
	11355.0L, 11356.6L, -11399.0L, 16384.0L, -16446.0L,
};
enum { SPECIAL = sizeof special / sizeof special[0], RANDOM = 3000, ALL = SPECIAL + RANDOM };

/* Random values of all magnitudes, most of them near 1. */
static long double value(int i)
{
	if (i < SPECIAL)
		return special[i];
	long double x = (long double)(int64_t)next() / 0x1p63L;
	int spread = i % 3 == 0 ? 16000 : i % 3 == 1 ? 30 : 3;
	return scalbnl(x, (int)(next() % (unsigned)(2 * spread)) - spread);
}

static uint64_t hash;

static void add(long double x)
{
	unsigned char bytes[16] = { 0 };
	memcpy(bytes, &x, 10);
	for (int i = 0; i < 10; i++)
		hash = (hash ^ bytes[i]) * 1099511628211u;
}

static const struct {
	const char *name;
	long double (*f)(long double);
} unary[] = {
#define F(f) { #f, f }
	F(acosl), F(acoshl), F(asinl), F(asinhl), F(atanl), F(atanhl), F(cbrtl), F(ceill), F(cosl), F(coshl),
	F(erfl), F(erfcl), F(expl), F(exp2l), F(exp10l), F(expm1l), F(fabsl), F(floorl), F(lgammal), F(logl),
	F(log10l), F(log1pl), F(log2l), F(logbl), F(nearbyintl), F(rintl), F(roundl), F(sinl), F(sinhl), F(sqrtl),
	F(tanl), F(tanhl), F(tgammal), F(truncl),
};
static const struct {
	const char *name;
	long double (*f)(long double, long double);
} binary[] = {
	F(atan2l), F(copysignl), F(fdiml), F(fmaxl), F(fminl), F(fmodl), F(hypotl), F(nextafterl), F(powl),
	F(remainderl),
};

static void others(void)
{
	static const char *const names[] = { "remquol", "fmal", "frexpl", "modfl", "ldexpl", "lrintl", "llroundl",
	                                     "ilogbl", "sincosl", "cexpl", "cpowl", "casinl" };
	for (unsigned k = 0; k < sizeof names / sizeof names[0]; k++) {
		hash = 14695981039346656037u;
		for (int i = 0; i < ALL; i++) {
			long double x = value(i), y = value((i * 7 + 3) % ALL), z = 0;
			int n = 0;
			switch (k) {
			case 0: add(remquol(x, y, &n)); add(n); break;
			case 1: add(fmal(x, y, value((i * 11 + 5) % ALL))); break;
			case 2: add(frexpl(x, &n)); add(n); break;
			case 3: add(modfl(x, &z)); add(z); break;
			case 4: add(ldexpl(x, (int)(next() % 2000) - 1000)); break;
			case 5: add(fabsl(x) < 0x1p62L ? lrintl(x) : 0); break;
			case 6: add(fabsl(x) < 0x1p62L ? llroundl(x) : 0); break;
			case 7: add(ilogbl(x)); break;
			case 8: sincosl(x, &y, &z); add(y); add(z); break;
			case 9: { long double complex c = cexpl(CMPLXL(x, y)); add(creall(c)); add(cimagl(c)); break; }
			case 10: { long double complex c = cpowl(CMPLXL(x, 1), CMPLXL(y, 2)); add(creall(c)); add(cimagl(c)); break; }
			case 11: { long double complex c = casinl(CMPLXL(x, y)); add(creall(c)); add(cimagl(c)); break; }
			}
		}
		printf("%s %016llx\n", names[k], (unsigned long long)hash);
	}
}

int main(void)
{
	for (unsigned k = 0; k < sizeof unary / sizeof unary[0]; k++) {
		hash = 14695981039346656037u;
		for (int i = 0; i < ALL; i++)
			add(unary[k].f(value(i)));
		printf("%s %016llx %La\n", unary[k].name, (unsigned long long)hash, unary[k].f(0.3L));
	}
	for (unsigned k = 0; k < sizeof binary / sizeof binary[0]; k++) {
		hash = 14695981039346656037u;
		for (int i = 0; i < ALL; i++)
			add(binary[k].f(value(i), value((i * 7 + 3) % ALL)));
		printf("%s %016llx %La\n", binary[k].name, (unsigned long long)hash, binary[k].f(0.3L, 1.7L));
	}
	others();
	return 0;
}
