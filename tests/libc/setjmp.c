/* SPDX-License-Identifier: Apache-2.0 */
/*
 * setjmp and longjmp: registers, values, nesting, out of deep recursion, the
 * signal mask.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>

static jmp_buf outer, inner;

static int recurse(int depth)
{
	volatile char frame[100];
	frame[depth % 100] = (char)depth;
	if (depth == 0)
		longjmp(outer, 77);
	return recurse(depth - 1) + frame[depth % 100];
}

static void values(void)
{
	static const int given[] = { 1, 0, -1, 2147483647, -2147483647 - 1 };
	for (volatile unsigned i = 0; i < sizeof given / sizeof given[0]; i++) {
		int got = setjmp(outer);
		if (!got)
			longjmp(outer, given[i]);
		printf("longjmp %d gives %d\n", given[i], got);
	}
}

/* Values that live in callee-saved registers when nothing else is left. */
static void registers(long a, long b, long c, long d, long e)
{
	volatile int round = 0;
	int got = _setjmp(inner);
	printf("round %d: %d %ld\n", round, got, a * 10000 + b * 1000 + c * 100 + d * 10 + e);
	if (round++ < 2)
		_longjmp(inner, 5);
}

static void nested(void)
{
	volatile int steps = 0;
	if (!setjmp(outer)) {
		if (!setjmp(inner)) {
			steps = 1;
			longjmp(inner, 1);
		}
		steps = steps * 10 + 2;
		longjmp(outer, 1);
	}
	printf("steps %d\n", steps);
}

static void masks(void)
{
	sigjmp_buf with, without;
	sigset_t set, now;
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	for (volatile int save = 0; save < 2; save++) {
		sigprocmask(SIG_SETMASK, &(sigset_t){0}, NULL);
		if (!sigsetjmp(save ? with : without, save)) {
			sigprocmask(SIG_BLOCK, &set, NULL);
			siglongjmp(save ? with : without, 1);
		}
		sigprocmask(SIG_BLOCK, NULL, &now);
		printf("saved %d, blocked afterwards %d\n", save, sigismember(&now, SIGUSR1));
	}
}

int main(void)
{
	int got = setjmp(outer);
	if (!got)
		recurse(10000);
	printf("out of the depth: %d\n", got);
	values();
	registers(1, 2, 3, 4, 5);
	nested();
	masks();
	for (volatile int i = 0; i < 1000000; i++)
		if (!setjmp(inner))
			longjmp(inner, 1);
	printf("a million times\n");
	return 0;
}
