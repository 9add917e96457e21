/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The return sequence with a wider mask.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R07
 */
#include "guest.inc"
_start:
	.bundle_lock
	pop %r11
	and $-16, %r11d
	push %r11
	ret
	.bundle_unlock
	exit 42
