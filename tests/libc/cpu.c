/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instructions that ZRT emulates: the virtual CPU is the same on every host,
 * and each handler changes the registers of its instruction only.
 * RUN: zvm-clang -O2 -Wall "$S" -o cpu && zvm run cpu | tee first && zvm run cpu | cmp - first
 * OUT: vendor ZeroVMZeroVM
 * OUT: brand ZeroVM virtual CPU
 * OUT: base level 1, AVX 0, AVX-512 0
 * OUT: xcr0 3
 * OUT: time goes on 1
 * OUT: random 1
 * OUT: getpid 1
 * OUT: registers 1
 */
#include <cpuid.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static uint64_t tsc(void)
{
	uint32_t low, high;
	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

static uint64_t rdrand(void)
{
	uint64_t value;
	unsigned char ok;
	__asm__ volatile("rdrand %0; setc %1" : "=r"(value), "=qm"(ok) : : "cc");
	return ok ? value : 0;
}

/* Values in all other registers must outlive an emulated instruction. */
static int registers(void)
{
	double x[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	uint64_t b = 11, si = 12, di = 13, r8 = 14, r9 = 15, r10 = 16, sum;
	uint32_t a, d;
	register uint64_t v8 __asm__("r8") = r8;
	register uint64_t v9 __asm__("r9") = r9;
	register uint64_t v10 __asm__("r10") = r10;
	__asm__ volatile("rdtsc" : "=a"(a), "=d"(d), "+b"(b), "+S"(si), "+D"(di), "+r"(v8), "+r"(v9), "+r"(v10),
	                 "+x"(x[0]), "+x"(x[1]), "+x"(x[2]), "+x"(x[3]), "+x"(x[4]), "+x"(x[5]), "+x"(x[6]), "+x"(x[7]));
	sum = b + si + di + v8 + v9 + v10;
	return sum == 81 && x[0] + x[1] + x[2] + x[3] + x[4] + x[5] + x[6] + x[7] == 36;
}

int main(void)
{
	uint32_t a, b, c, d, words[12];
	char vendor[13] = "", brand[49] = "";
	__cpuid(0, a, b, c, d);
	memcpy(vendor, &b, 4);
	memcpy(vendor + 4, &d, 4);
	memcpy(vendor + 8, &c, 4);
	printf("vendor %s\n", vendor);
	for (unsigned i = 0; i < 3; i++)
		__cpuid(0x80000002 + i, words[4 * i], words[4 * i + 1], words[4 * i + 2], words[4 * i + 3]);
	memcpy(brand, words, 48);
	printf("brand %s\n", brand);
	__cpuid(1, a, b, c, d);
	int base = (c & bit_SSE4_2) && (c & bit_POPCNT) && (d & bit_SSE2);
	int avx = (c & bit_AVX) != 0;
	__cpuid_count(7, 0, a, b, c, d);
	printf("base level %d, AVX %d, AVX-512 %d\n", base && (b & bit_BMI), avx, (b & bit_AVX512F) != 0);
	__asm__ volatile("xgetbv" : "=a"(a), "=d"(d) : "c"(0));
	printf("xcr0 %u\n", a);
	uint64_t first = tsc(), second = tsc();
	printf("time goes on %d\n", second > first);
	printf("random %d\n", rdrand() != rdrand());
	long pid;
	__asm__ volatile("syscall" : "=a"(pid) : "a"(39) : "rcx", "r11", "memory");
	printf("getpid %d\n", pid == getpid());
	printf("registers %d\n", registers());
	return 0;
}
