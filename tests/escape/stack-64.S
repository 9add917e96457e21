/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The stack pointer leaves the sandbox.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R04
 */
#include "guest.inc"
_start:
	movabs $0x7f0000000000, %rax
	mov %rax, %rsp
	push %rax
	exit 42
