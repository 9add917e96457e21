/* SPDX-License-Identifier: Apache-2.0
 * Flags live across instructions that become calls or need a mask of their own:
 * the same natively and in the sandbox.
 * RUN: for cc in "clang-19 -O1" "zvm-clang -O1" "zvm-gcc -O2"; do
 * RUN:   $cc -w -o p "$S"; case $cc in zvm-*) zvm run p;; *) ./p;; esac > "${cc%% *}"
 * RUN: done
 * RUN: diff clang-19 zvm-clang; diff clang-19 zvm-gcc; tail -n 1 zvm-gcc
 * OUT: end 250
 */
#include <stdint.h>
#include <stdio.h>

typedef uint64_t u64;

/* The five flags as five octal digits, and what r11 and the red zone hold. */
#define SEEN \
	"setc %b0\n\tseto %b1\n\tsets %b2\n\tsetz %b3\n\tsetp %b4\n\t"
#define OUTPUTS "=&q"(c), "=&q"(o), "=&q"(s), "=&q"(z), "=&q"(p)
#define SHOW(what) (printf("%s %d%d%d%d%d\n", what, c & 1, o & 1, s & 1, z & 1, p & 1), count++)

static const u64 values[] = {0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x7fffffffffffffff, 0x8000000000000000, ~0ull};
static int count;

static void across_rdtsc(u64 a, u64 b)
{
	unsigned char c, o, s, z, p;

	__asm__ volatile("cmpq %6, %5\n\trdtsc\n\t" SEEN : OUTPUTS : "r"(a), "r"(b) : "rax", "rdx", "cc");
	SHOW("cmp");
	__asm__ volatile("movq %5, %%rcx\n\taddq %6, %%rcx\n\trdtscp\n\t" SEEN : OUTPUTS : "r"(a), "r"(b) : "rax", "rcx", "rdx", "cc");
	SHOW("add");
}

static void across_others(double a, double b)
{
	unsigned char c, o, s, z, p;
	unsigned control;

	__asm__ volatile("stmxcsr %7\n\tucomisd %6, %5\n\tldmxcsr %7\n\t" SEEN : OUTPUTS : "x"(a), "x"(b), "m"(control) : "memory", "cc");
	SHOW("ucomisd");
	__asm__ volatile("ucomisd %6, %5\n\tmovl $0, %%eax\n\tcpuid\n\t" SEEN : OUTPUTS : "x"(a), "x"(b) : "rax", "rbx", "rcx", "rdx", "cc");
	SHOW("ucomisd");
}

static u64 sum(const u64 *x, const u64 *y, u64 n)
{
	u64 top = 0, r11 = 0x1111, lost;

	/* The carry of a chain of additions, with the clock read in each round. */
	__asm__ volatile("movq %4, %%r11\n\txorl %%esi, %%esi\n1:\n\tmovq (%2,%%rsi,8), %%r8\n\tadcq (%3,%%rsi,8), %%r8\n\trdtsc\n\t"
	                 "leaq 1(%%rsi), %%rsi\n\tdecq %0\n\tjne 1b\n\tsetc %b1"
	                 : "+r"(n), "+q"(top)
	                 : "r"(x), "r"(y), "r"(r11)
	                 : "rax", "rdx", "rsi", "r8", "r11", "cc", "memory");
	__asm__ volatile("movl $77, %%r11d\n\tmovq %1, -40(%%rsp)\n\tcmpl $5, %%r11d\n\trdtsc\n\tcmovneq %%r11, %0\n\tsubq -40(%%rsp), %0"
	                 : "=r"(lost) : "r"(n) : "rax", "rdx", "r11", "cc", "memory");
	return top << 8 | lost;
}

int main(void)
{
	static const double floats[] = {0.0, -1.5, 2.5, __builtin_nan(""), __builtin_inf()};
	const u64 all[] = {~0ull, ~0ull, ~0ull}, one[] = {1, 0, 0};

	for (unsigned i = 0; i < sizeof values / sizeof *values; i++)
		for (unsigned k = 0; k < sizeof values / sizeof *values; k++)
			across_rdtsc(values[i], values[k]);
	for (unsigned i = 0; i < sizeof floats / sizeof *floats; i++)
		for (unsigned k = 0; k < sizeof floats / sizeof *floats; k++)
			across_others(floats[i], floats[k]);
	printf("carry %llx\n", (unsigned long long)sum(all, one, 3));
	printf("end %d\n", count);
	return 0;
}
