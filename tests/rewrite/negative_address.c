/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compilers emit accesses at negative addresses where a pointer would be null.
 * They must compile, leave other paths alone, and fault when they are reached.
 * RUN: zvm-gcc -O2 "$S" -o g && zvm-clang -O2 "$S" -o c && zvm run g && zvm run c && zvm run g fault
 * EXIT: 139
 * OUT: -8
 * OUT: -8
 */
#include <stdio.h>

int main(int argc, char **argv)
{
	long address;

	(void)argv;
	if (argc > 1) {
		__asm__ volatile("movzbl -1, %%eax" ::: "eax", "memory");
		puts("went on");
	}
	__asm__("leaq -8, %0" : "=r"(address));
	printf("%ld\n", address);
	return 0;
}
