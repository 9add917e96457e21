/* SPDX-License-Identifier: Apache-2.0 */
/*
 * COUNT reads or writes (WRITES) of SIZE bytes of channel or descriptor FD, without any
 * library: by runtime calls in the sandbox, by the system call NUMBER outside.
 */
#ifdef __zvm__
#include <zvm.h>
static char buffer[SIZE];

void _start(void)
{
	for (long i = 0; i < COUNT; i++)
		if ((WRITES ? zvm_pwrite(FD, buffer, SIZE, 0) : zvm_pread(FD, buffer, SIZE, 0)) <= 0)
			zvm_exit(1);
	zvm_exit(0);
}
#else
static char buffer[SIZE];

static long call(long number, long a, const void *b, long c, long d)
{
	register long fourth __asm__("r10") = d;
	long result;

	__asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(fourth)
	                 : "rcx", "r11", "memory");
	return result;
}

int main(void)
{
	for (long i = 0; i < COUNT; i++)
		if (call(NUMBER, FD, buffer, SIZE, 0) <= 0)
			return 1;
	return 0;
}
#endif
