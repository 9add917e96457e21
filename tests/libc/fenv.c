/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Floating-point environment: flags and rounding of SSE and x87 arithmetic,
 * fegetenv, fesetenv, feholdexcept, feupdateenv, and that threads have their own.
 * RUN: FLAGS=-frounding-math "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static volatile double zero = 0, one = 1, three = 3, tiny = DBL_MIN, huge = DBL_MAX;
static volatile long double lzero = 0, lone = 1, lthree = 3, ltiny = LDBL_MIN, lhuge = LDBL_MAX;

static const struct { int mode; const char *name; } modes[] = {
	{ FE_TONEAREST, "nearest" }, { FE_DOWNWARD, "down" }, { FE_UPWARD, "up" }, { FE_TOWARDZERO, "zero" },
};

static void flags(const char *what)
{
	int f = fetestexcept(FE_ALL_EXCEPT);
	printf("%-24s%s%s%s%s%s\n", what, f & FE_INVALID ? " invalid" : "", f & FE_DIVBYZERO ? " divbyzero" : "",
	       f & FE_OVERFLOW ? " overflow" : "", f & FE_UNDERFLOW ? " underflow" : "",
	       f & FE_INEXACT ? " inexact" : "");
	feclearexcept(FE_ALL_EXCEPT);
}

static void raise_each(void)
{
	volatile double d;
	volatile long double l;
	d = zero / zero, flags("0/0");
	d = one / zero, flags("1/0");
	d = huge * huge, flags("huge*huge");
	d = tiny / three, flags("tiny/3");
	d = one / three, flags("1/3");
	d = one + one, flags("1+1");
	l = lzero / lzero, flags("0/0 long");
	l = lone / lzero, flags("1/0 long");
	l = lhuge * lhuge, flags("huge*huge long");
	l = ltiny / lthree, flags("tiny/3 long");
	l = lone / lthree, flags("1/3 long");
	l = lone + lone, flags("1+1 long");
	d = sqrt(-one), flags("sqrt(-1)");
	d = exp(1000 * one), flags("exp(1000)");
	d = log(zero), flags("log(0)");
	(void)d, (void)l;
}

static void one_by_one(void)
{
	for (int bit = 1; bit < 64; bit <<= 1)
		if (bit & FE_ALL_EXCEPT) {
			feraiseexcept(bit);
			printf("raised %d: %d\n", bit, fetestexcept(FE_ALL_EXCEPT) == bit);
			feclearexcept(bit);
			printf("cleared: %d\n", fetestexcept(FE_ALL_EXCEPT));
		}
	volatile long double l = lone / lzero;
	(void)l;
	feraiseexcept(FE_INEXACT | FE_INVALID);
	feclearexcept(FE_INVALID);
	flags("after clearing invalid");
}

static void rounding(void)
{
	for (int i = 0; i < 4; i++) {
		int e = fesetround(modes[i].mode);
		printf("%s: set %d, get %d, FLT_ROUNDS %d\n", modes[i].name, e, fegetround() == modes[i].mode,
		       FLT_ROUNDS);
		volatile double d = one / three, m = -one / three;
		volatile long double l = lone / lthree, n = -lone / lthree;
		printf("%a %a %La %La\n", d, m, l, n);
		printf("%g %g %ld %Lg %ld\n", rint(2.5 * one), nearbyint(-2.5 * one), lrint(3.5 * one),
		       rintl(2.5L * lone), lrintl(-3.5L * lone));
		printf("%.3f %.0f %a\n", 1.0005 * one, 2.5 * one, strtod("0.1", NULL));
	}
	printf("bad mode %d\n", fesetround(12345) != 0);
	fesetround(FE_TONEAREST);
	feclearexcept(FE_ALL_EXCEPT);
}

static void environments(void)
{
	fenv_t env;
	fexcept_t held;
	volatile double d = one / zero;
	(void)d;
	fesetround(FE_UPWARD);
	fegetenv(&env);
	printf("restored default %d\n", fesetenv(FE_DFL_ENV));
	flags("default");
	printf("round %d\n", fegetround() == FE_TONEAREST);
	fesetenv(&env);
	printf("round %d\n", fegetround() == FE_UPWARD);
	feholdexcept(&env);
	flags("held");
	d = zero / zero;
	feupdateenv(&env);
	flags("updated");
	d = one / zero;
	fegetexceptflag(&held, FE_DIVBYZERO | FE_INVALID);
	feclearexcept(FE_ALL_EXCEPT);
	fesetexceptflag(&held, FE_DIVBYZERO | FE_INVALID);
	flags("set flag");
	fesetround(FE_TONEAREST);
}

static pthread_barrier_t barrier;

static void *thread(void *name)
{
	volatile long double l = 1;
	flags(name);
	printf("thread inherits rounding %d\n", fegetround() == FE_DOWNWARD);
	fesetround(FE_UPWARD);
	l = l / lzero;
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	flags("thread's own");
	return NULL;
}

int main(void)
{
	pthread_t t;
	feclearexcept(FE_ALL_EXCEPT);
	raise_each();
	one_by_one();
	rounding();
	environments();
	pthread_barrier_init(&barrier, NULL, 2);
	fesetround(FE_DOWNWARD);
	pthread_create(&t, NULL, thread, "thread");
	pthread_barrier_wait(&barrier);
	flags("main, untouched");
	printf("main rounding %d\n", fegetround() == FE_DOWNWARD);
	pthread_barrier_wait(&barrier);
	pthread_join(t, NULL);
	flags("main, untouched");
	return 0;
}
