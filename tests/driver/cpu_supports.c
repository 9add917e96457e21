/* SPDX-License-Identifier: Apache-2.0 */
/*
 * __builtin_cpu_supports tells of the virtual CPU: at least the default level.
 *
 * RUN: for cc in zvm-clang zvm-gcc; do $cc -O2 "$S" -o p && zvm run ./p; done
 * TIMEOUT: 60
 */
#include <stdio.h>

int main(void)
{
	__builtin_cpu_init();
	if (!__builtin_cpu_supports("sse2") || !__builtin_cpu_supports("popcnt") ||
	    !__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("bmi")) {
		puts("a feature of the default level is missing");
		return 1;
	}
	if (__builtin_cpu_supports("avx512f") || __builtin_cpu_supports("sse4a") ||
	    __builtin_cpu_is("intel") || __builtin_cpu_is("amd")) {
		puts("a real machine shows through");
		return 2;
	}
	return 0;
}
