/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A null pointer.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 139 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGSEGV
 * OUT: read from memory that is not readable
 */
#include "guest.inc"
_start:
	xor %eax, %eax
	mov (%eax), %ecx
	exit 42
