/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A system call of the guest's own.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R08
 */
#include "guest.inc"
_start:
	mov $39, %eax
	syscall
	exit 42
