/* SPDX-License-Identifier: Apache-2.0
 * Names with letters outside of ASCII, of functions, variables and labels.
 * RUN: for cc in zvm-clang zvm-gcc; do for level in -O0 "-O2 -g"; do
 * RUN:   $cc $level -o p "$S"; zvm run p
 * RUN: done; done
 * OUT: Größe 42
 * OUT: Größe 42
 * OUT: Größe 42
 * OUT: Größe 42
 */
#include <stdio.h>

int größe = 40;
static _Thread_local int länge = 1;
static int *const 數[] = {&größe, &größe};

__attribute__((noinline)) int zähle(int (*wie)(int), int n)
{
	return wie(n) + länge;
}

static int plus_eins(int ñ)
{
	return *數[ñ & 1] + 1;
}

int main(int argc, char **argv)
{
	(void)argv;
	printf("Größe %d\n", zähle(plus_eins, argc));
	return 0;
}
