// SPDX-License-Identifier: Apache-2.0
// -masm=intel: inline assembly of both compilers, and all that gcc writes.
// RUN: for cc in zvm-clang zvm-gcc; do for o in -O0 "-O2 -g" "-O2 -march=x86-64-v3"; do $cc -masm=intel $o "$S" -o t && zvm run t || exit; done; done
// RUN: zvm-clang -flto -masm=intel -O2 "$S" -o t && zvm run t
#include <stdint.h>
#include <string.h>

static int table[4] = {1, -2, 3, 4};
static __thread int counter = 5;
static int *volatile pointer = &table[1];

static int inside(int x)
{
	int r;
	__asm__("mov %0, %1; add %0, 7" : "=r"(r) : "r"(x));
	return r;
}

static int loaded(const int *p, long i)
{
	int r;
	__asm__("mov %0, dword ptr [%1+%2*4]" : "=r"(r) : "r"(p), "r"(i), "m"(*(const int (*)[4])p));
	return r;
}

/* An instruction whose Intel name the assemblers do not agree on, and the address of an object. */
static int64_t widened(int x)
{
	return (int64_t)x * (int64_t)*pointer;
}

__attribute__((noinline)) static int chosen(int x)
{
	switch (x) {
	case 0: return inside(1);
	case 1: return inside(x) * 3;
	case 2: return counter++;
	case 3: return (int)strlen("four") + x;
	case 4: return loaded(table, 3);
	case 5: return (int)((double)x * 1.5);
	}
	return -1;
}

static int (*volatile choice)(int) = chosen;

int main(void)
{
	static const int expected[] = {8, 24, 5, 7, 4, 7, -1};
	for (int i = 0; i < 7; i++)
		if (choice(i) != expected[i])
			return 1 + i;
	return widened(-3) == 6 && counter == 6 ? 0 : 20;
}
