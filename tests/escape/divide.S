/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Division by zero.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 136 run; report state; report fault signal; report fault what
 * OUT: fault
 * OUT: SIGFPE
 * OUT: integer division by zero or overflow
 */
#include "guest.inc"
_start:
	xor %ecx, %ecx
	cltd
	idiv %ecx
	exit 42
