/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct jump between mask and jump.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R05
 */
#include "guest.inc"
_start:
	movabs $0x7f0000000000, %rax
	jmp 1f
	.bundle_lock
	and $-32, %eax
1:	jmp *%rax
	.bundle_unlock
	exit 42
