/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A load through a 64-bit pointer.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R03
 */
#include "guest.inc"
_start:
	movabs $0x7f0000000000, %rax
	mov (%rax), %rcx
	exit 42
