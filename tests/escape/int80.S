/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The 32-bit door to the kernel.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R08
 */
#include "guest.inc"
_start:
	mov $20, %eax
	int $0x80
	exit 42
