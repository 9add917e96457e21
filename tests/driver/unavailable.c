/* SPDX-License-Identifier: Apache-2.0
 * Functions for CPUs with more than the sandbox has: behind a check they do no
 * harm.  What a person wrote is an error, unless it shall trap.
 * RUN: for cc in zvm-clang zvm-gcc; do
 * RUN:   $cc -O2 -o p "$S"; zvm run p; zvm run p anyway 2>/dev/null || echo "exit $?"
 * RUN:   $cc -O2 -DWRITTEN -c "$S" -o o 2>err || sed 's/.*error: //' err
 * RUN:   $cc -O2 -DWRITTEN -Wa,--trap-unavailable "$S" -o p; zvm run p
 * RUN: done
 * OUT: portable 120
 * OUT: exit 132
 * OUT: R02: AVX-512 is not available, which `vpxorq` needs; if it runs only where the CPU has it, -Wa,--trap-unavailable makes it trap
 * OUT: portable 120
 * OUT: portable 120
 * OUT: exit 132
 * OUT: R02: AVX-512 is not available, which `vpxorq` needs; if it runs only where the CPU has it, -Wa,--trap-unavailable makes it trap
 * OUT: portable 120
 */
#include <immintrin.h>
#include <stdio.h>

static int numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

__attribute__((target("avx512f,avx512vl"), noinline)) static int sum_avx512(const int *p)
{
	__m512i all = _mm512_loadu_si512(p);

#ifdef WRITTEN
	__asm__ volatile("vpxorq %%zmm1, %%zmm1, %%zmm1" : : : "xmm1");
#endif
	return _mm512_reduce_add_epi32(_mm512_maskz_mov_epi32(0xffff, all));
}

__attribute__((noinline)) static int sum(const int *p)
{
	int s = 0;

	for (int i = 0; i < 16; i++)
		s += p[i];
	return s;
}

int main(int argc, char **argv)
{
	(void)argv;
	if (__builtin_cpu_supports("avx512f") || argc > 1)
		printf("AVX-512 %d\n", sum_avx512(numbers));
	else
		printf("portable %d\n", sum(numbers));
	return 0;
}
