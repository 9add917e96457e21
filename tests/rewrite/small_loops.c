/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small loop is aligned to a line of 64 bytes if it would cross one, and lies in one then;
 * a loop with a call keeps the compiler's alignment.
 *
 * RUN: for cc in zvm-clang zvm-gcc; do $cc -O2 -fno-unroll-loops -S "$S" -o t.s; test "$(grep -c 'p2align.6, , ' t.s)" = 2; $cc -O2 -fno-unroll-loops "$S" -o t; zvm run t; x86_64-zvm-linux-musl-objdump -d --no-show-raw-insn --disassemble-symbols=small t | python3 -c "import re,sys; t=sys.stdin.read(); b=[(int(a,16),int(c,16)) for a,c in re.findall(r'([0-9a-f]+):\s+j\w+\s+0x([0-9a-f]+)',t)]; l=[(c,a) for a,c in b if c<=a]; print(len(l), all(a//64==c//64 for c,a in l))"; done
 * OUT: 333283335000 1 2870
 * OUT: 1 True
 * OUT: 333283335000 1 2870
 * OUT: 1 True
 */
#include <stdio.h>

__attribute__((noinline)) long small(const int *p, const int *end)
{
	long sum = 0;
#pragma GCC novector
	for (; p != end; p++)
		sum += (long)*p * (*p & 1 ? *p : *p);
	return sum;
}

__attribute__((noinline)) static int square(int n)
{
	__asm__("" : "+r"(n));
	return n * n;
}

__attribute__((noinline)) static long calls(int n)
{
	long sum = 0;
	for (int i = 1; i <= n; i++)
		sum += square(i);
	return sum;
}

int main(void)
{
	static int numbers[10000];
	for (int i = 0; i < 10000; i++) {
		numbers[i] = i;
		__asm__ volatile("" : : "r"(numbers) : "memory");
	}
	printf("%ld %d %ld\n", small(numbers, numbers + 10000), numbers[1], calls(20));
	return 0;
}
