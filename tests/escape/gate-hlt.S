/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate page behind the slots is hlt.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: hlt or another privileged instruction
 */
#include "guest.inc"
_start:
	mov $ZVM_GATE + 32 * 7, %eax
	.bundle_lock
	and $-32, %eax
	jmp *%rax
	.bundle_unlock
	exit 42
