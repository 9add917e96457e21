/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mask is on another register than the jump.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R06
 */
#include "guest.inc"
_start:
	.bundle_lock
	and $-32, %eax
	jmp *%rcx
	.bundle_unlock
	exit 42
