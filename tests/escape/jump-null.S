/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A jump to address 0.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: jump to memory that is not executable
 */
#include "guest.inc"
_start:
	xor %eax, %eax
	.bundle_lock
	and $-32, %eax
	jmp *%rax
	.bundle_unlock
	exit 42
