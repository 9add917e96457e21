/* SPDX-License-Identifier: Apache-2.0
 * pushf, popf, lahf and sahf: the same natively and in the sandbox.
 * RUN: for cc in "clang-19 -O1" "zvm-clang -O1" "zvm-gcc -O2"; do
 * RUN:   $cc -w -msahf -mno-red-zone -o p "$S"; case $cc in zvm-*) zvm run p;; *) ./p;; esac > "${cc%% *}"
 * RUN: done
 * RUN: diff clang-19 zvm-clang; diff clang-19 zvm-gcc; tail -n 1 zvm-gcc
 * OUT: end
 */
#include <stdint.h>
#include <stdio.h>

typedef uint64_t u64;

enum { SEEN = 0xec5 }; /* CF PF ZF SF IF? DF OF, without AF */

static const u64 values[] = {0, 1, 3, 0x80, 0x7fffffffffffffff, 0x8000000000000000, ~0ull};

static void words(u64 a, u64 b)
{
	u64 word, again, r11 = 0x1234, rsi = a, rax = b;
	unsigned char carry;

	__asm__ volatile("movq %5, %%r11\n\tcmpq %4, %3\n\tpushfq\n\tsetc %2\n\tpopq %0\n\tmovq %%r11, %1"
	                 : "=r"(word), "=r"(again), "=&q"(carry) : "r"(a), "r"(b), "r"(r11) : "r11", "cc", "memory");
	printf("pushf %llx %llx %d\n", (unsigned long long)(word & SEEN), (unsigned long long)again, carry);
	__asm__ volatile("pushfq\n\tpushq %3\n\tpopfq\n\tpushfq\n\tpopq %0\n\tpopfq"
	                 : "=r"(again), "+S"(rsi), "+a"(rax) : "r"(word ^ 0x801) : "cc", "memory");
	printf("popf %llx %d\n", (unsigned long long)(again & SEEN), rsi == a && rax == b);
}

static void direction(void)
{
	char text[] = "abcdef", *p = text + 3;
	u64 with, without;
	char first, second;

	__asm__ volatile("std\n\tpushfq\n\tlodsb\n\tmovb %%al, %2\n\tcld\n\tpushfq\n\tpopq %1\n\tpopfq\n\tlodsb\n\tmovb %%al, %3\n\tpushfq\n\tpopq %0\n\tcld"
	                 : "=r"(with), "=r"(without), "=&q"(first), "=&q"(second), "+S"(p) : : "rax", "cc", "memory");
	printf("direction %llx %llx %c %c %d\n", (unsigned long long)(with & 0x400), (unsigned long long)(without & 0x400), first, second,
	       (int)(p - text));
}

static void bytes(u64 a, u64 b)
{
	u64 rax = 0x1122334455667788, after = a;
	unsigned char o, c;

	__asm__ volatile("addq %2, %1\n\tlahf\n\tseto %3\n\tsetc %4" : "+a"(rax), "+r"(after), "+r"(b), "=&q"(o), "=&q"(c) : : "cc");
	printf("lahf %llx %d%d\n", (unsigned long long)(rax & ~0x1000ull), o, c);
	__asm__ volatile("addq %2, %1\n\tsahf\n\tlahf\n\tseto %3\n\tsetc %4" : "+a"(rax), "+r"(after), "+r"(b), "=&q"(o), "=&q"(c) : : "cc");
	printf("sahf %llx %d%d\n", (unsigned long long)(rax & ~0x1000ull), o, c);
}

int main(void)
{
	for (unsigned i = 0; i < sizeof values / sizeof *values; i++)
		for (unsigned k = 0; k < sizeof values / sizeof *values; k++) {
			words(values[i], values[k]);
			bytes(values[i], values[k]);
		}
	direction();
	puts("end");
	return 0;
}
