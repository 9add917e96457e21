/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A jump through a register that nobody masked.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R06
 */
#include "guest.inc"
_start:
	movabs $0x7f0000000000, %rax
	jmp *%rax
	exit 42
