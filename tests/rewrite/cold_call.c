/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cold part that begins with a call: the section's symbol must stay at the
 * section's start, or branches into it from other sections miss.
 * RUN: for c in zvm-gcc zvm-clang; do for o in -O2 -O3 -Os; do $c $o "$S" -o t; zvm run t; done; done
 * OUT: 7
 * OUT: 7
 * OUT: 7
 * OUT: 7
 * OUT: 7
 * OUT: 7
 */
#include <stdio.h>
#include <stdlib.h>

__attribute__((cold, noinline)) static void give_up(void)
{
	abort();
}

__attribute__((noinline)) int check(int x, int *p)
{
	if (__builtin_expect(!p, 0))
		abort();
	if (__builtin_expect(x < 0, 0))
		give_up();
	return x + *p;
}

int main(int argc, char **argv)
{
	int y = 6;

	(void)argv;
	printf("%d\n", check(argc, &y));
	return 0;
}
