/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A direct jump into the middle of an instruction, where syscall stands.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest
 * RUN: expect 126 run; report state; report validator rule
 * OUT: rejected
 * OUT: R05
 */
#include "guest.inc"
_start:
	jmp . + 4
	nop
	mov $0x050F, %eax
	exit 42
