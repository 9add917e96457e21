/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running code from the stack.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: jump to memory that is not executable
 */
#include "guest.inc"
_start:
	mov $ZVM_STACK_TOP - 4096, %eax
	movl $0xF4F4F4F4, (%eax)
	.bundle_lock
	and $-32, %eax
	jmp *%rax
	.bundle_unlock
	exit 42
