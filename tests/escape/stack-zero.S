/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A push at address 0 wraps to the top of the address space.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: write to memory that is not writable
 */
#include "guest.inc"
_start:
	xor %eax, %eax
	mov %eax, %esp
	push %rax
	exit 42
