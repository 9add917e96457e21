/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every function of <math.h> and <complex.h> for double and float, bit for bit as
 * native musl: special values, and random ones of every size. A line for each
 * function holds a digest of all results; `math NAME` prints them one by one.
 * RUN: FLAGS=-fno-math-errno "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 * TIMEOUT: 300
 */
#include <complex.h>
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RANDOM 20000

static uint64_t state, digest;
static const char *wanted;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static const double special[] = {
	0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, 10, -10, 0.1, 1e-10, 1e10, 1e300, -1e300, 1e-300, 5e-324, -5e-324, 2.2e-308,
	1.7976931348623157e308, INFINITY, -INFINITY, 3.141592653589793, 1.5707963267948966, 0.7853981633974483, 1e22,
	709.78, -745.13, 88.72, -103.97, 1023, 1024, -1074, -1075, 4503599627370496.5, 9007199254740993.0, 0.9999999999999999,
	1.0000000000000002, 170.6, -170.5, 171.7, 1e5, -1e5, 33, 127.5, 128, -149, -150,
};
#define SPECIAL (sizeof special / sizeof *special)

/* Argument i of a function: first the special ones, then random ones of moderate and of any size. */
static double argument(unsigned i)
{
	uint64_t u = next();
	double d;

	if (i < SPECIAL)
		return special[i];
	if (i % 4)
		u = (u & 0x800fffffffffffff) | (uint64_t)(1023 - 20 + (u >> 52) % 32) << 52;
	memcpy(&d, &u, sizeof d);
	return d;
}

static void take(const char *name, double x, double y, uint64_t result)
{
	digest = (digest ^ result) * 1099511628211u;
	if (wanted)
		printf("%s(%a, %a) = %016" PRIx64 "\n", name, x, y, result);
}

/* What stands in a NaN beside its being one is no result. */
static uint64_t bits(double d)
{
	uint64_t u;

	memcpy(&u, &d, sizeof u);
	return d != d ? 0x7ff8000000000000 : u;
}

static uint64_t bits_f(float f)
{
	uint32_t u;

	memcpy(&u, &f, sizeof u);
	return f != f ? 0x7fc00000 : u;
}

static int begin(const char *name)
{
	state = 88172645463325252u;
	digest = 14695981039346656037u;
	return !wanted || !strcmp(wanted, name);
}

#define ONE(fn)                                                                    \
	if (begin(#fn)) {                                                           \
		for (unsigned i = 0; i < RANDOM; i++) {                            \
			double x = argument(i);                                    \
			take(#fn, x, 0, bits(fn(x)));                                \
			take(#fn "f", x, 0, bits_f(fn##f((float)x)));                \
		}                                                                  \
		printf(#fn " %016" PRIx64 "\n", digest);                            \
	}
#define TWO(fn)                                                                    \
	if (begin(#fn)) {                                                           \
		for (unsigned i = 0; i < RANDOM; i++) {                            \
			double x = argument(i < SPECIAL * SPECIAL ? i / SPECIAL : i); \
			double y = argument(i < SPECIAL * SPECIAL ? i % SPECIAL : i); \
			take(#fn, x, y, bits(fn(x, y)));                             \
			take(#fn "f", x, y, bits_f(fn##f((float)x, (float)y)));      \
		}                                                                  \
		printf(#fn " %016" PRIx64 "\n", digest);                            \
	}
/* Rounding to integers: only where the result fits. */
#define INTEGER(fn)                                                                \
	if (begin(#fn)) {                                                           \
		for (unsigned i = 0; i < RANDOM; i++) {                            \
			double x = argument(i);                                    \
			if (fabs(x) < 9e18)                                        \
				take(#fn, x, 0, (uint64_t)fn(x));                    \
			if (fabs(x) < 9e18)                                        \
				take(#fn "f", x, 0, (uint64_t)fn##f((float)x));      \
		}                                                                  \
		printf(#fn " %016" PRIx64 "\n", digest);                            \
	}
#define COMPLEX(fn)                                                                \
	if (begin(#fn)) {                                                           \
		for (unsigned i = 0; i < RANDOM / 4; i++) {                        \
			double x = argument(i), y = argument(i * 7 % RANDOM);      \
			double complex z = fn(CMPLX(x, y));                         \
			float complex w = fn##f(CMPLXF((float)x, (float)y));        \
			take(#fn, x, y, bits(creal(z)));                            \
			take(#fn, x, y, bits(cimag(z)));                            \
			take(#fn "f", x, y, bits_f(crealf(w)));                     \
			take(#fn "f", x, y, bits_f(cimagf(w)));                     \
		}                                                                  \
		printf(#fn " %016" PRIx64 "\n", digest);                            \
	}

static void others(void)
{
	if (begin("others")) {
		for (unsigned i = 0; i < RANDOM; i++) {
			double x = argument(i), whole, s, c;
			int e = 0, q = 0;
			float sf, cf;

			take("frexp", x, 0, bits(frexp(x, &e)) + (isfinite(x) ? (unsigned)e : 0));
			take("ldexp", x, e, bits(ldexp(x, (int)(next() % 300) - 150)));
			take("scalbn", x, e, bits(scalbn(x, (int)(next() % 3000) - 1500)));
			take("modf", x, 0, bits(modf(x, &whole)));
			take("modf", x, 0, bits(whole));
			sincos(x, &s, &c);
			take("sincos", x, 0, bits(s) ^ bits(c) << 1);
			sincosf((float)x, &sf, &cf);
			take("sincosf", x, 0, bits_f(sf) ^ bits_f(cf) << 1);
			double y = argument(i / 3);
			double r = remquo(x, y, &q);
			take("remquo", x, y, bits(r) + (r == r ? (unsigned)q & 7 : 0));
			take("fma", x, y, bits(fma(x, y, argument(i / 2))));
			take("jn", x, 0, bits(jn(3, x)) ^ bits(yn(2, x)));
			int sign = 0;
			take("lgamma_r", x, 0, bits(lgamma_r(x, &sign)));
			take("ilogb", x, 0, (unsigned)ilogb(x));
		}
		printf("others %016" PRIx64 "\n", digest);
	}
}

int main(int argc, char **argv)
{
	wanted = argc > 1 ? argv[1] : NULL;
	ONE(acos) ONE(acosh) ONE(asin) ONE(asinh) ONE(atan) ONE(atanh) ONE(cbrt) ONE(ceil) ONE(cos) ONE(cosh) ONE(erf)
	ONE(erfc) ONE(exp) ONE(exp10) ONE(exp2) ONE(expm1) ONE(fabs) ONE(floor) ONE(j0) ONE(j1) ONE(lgamma) ONE(log)
	ONE(log10) ONE(log1p) ONE(log2) ONE(logb) ONE(nearbyint) ONE(rint) ONE(round) ONE(sin) ONE(sinh) ONE(sqrt) ONE(tan)
	ONE(tanh) ONE(tgamma) ONE(trunc) ONE(y0) ONE(y1)
	TWO(atan2) TWO(copysign) TWO(fdim) TWO(fmax) TWO(fmin) TWO(fmod) TWO(hypot) TWO(nextafter) TWO(pow) TWO(remainder)
	INTEGER(lrint) INTEGER(llrint) INTEGER(lround) INTEGER(llround)
	COMPLEX(cacos) COMPLEX(cacosh) COMPLEX(casin) COMPLEX(casinh) COMPLEX(catan) COMPLEX(catanh) COMPLEX(ccos)
	COMPLEX(ccosh) COMPLEX(cexp) COMPLEX(clog) COMPLEX(cproj) COMPLEX(csin) COMPLEX(csinh) COMPLEX(csqrt) COMPLEX(ctan)
	COMPLEX(ctanh)
	others();
	return 0;
}
