/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing to the session block.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: write to memory that is not writable
 */
#include "guest.inc"
_start:
	mov $ZVM_SESSION, %eax
	movl $0, (%eax)
	exit 42
