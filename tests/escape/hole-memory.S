/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in the gate page and the session block, and what registers hold
 * after calls, tells nothing of the host: a planted validator hole looks at
 * everything that a rule would keep it from, and finds the same in every run.
 * (Vector registers, x87 state, flags and fs-relative memory included.)
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; hole=$BUILD/host/tests/loader/zerovm-hole
 * RUN: manifest; ZEROVM=$hole; for i in 1 2 3; do run >out.$i; done
 * RUN: cmp out.1 out.2; cmp out.2 out.3; stat -c %s out.1
 * OUT: 36864
 */
#include "guest.inc"
#define SAVE 0x18000 /* thread area */

	/* Registers as a call leaves them, 1 KiB at SAVE. */
	.macro dump
	mov %rax, SAVE
	mov %rcx, SAVE + 8
	mov %rdx, SAVE + 16
	mov %rsi, SAVE + 24
	mov %rdi, SAVE + 32
	mov %r8, SAVE + 40
	mov %r9, SAVE + 48
	mov %r10, SAVE + 56
	mov %r11, SAVE + 64
	mov %rbx, SAVE + 72
	mov %rbp, SAVE + 80
	mov %r12, SAVE + 88
	mov %r13, SAVE + 96
	mov %r14, SAVE + 104
	mov %r15, SAVE + 112
	mov %rsp, SAVE + 120
	pushf
	pop %rax
	mov %rax, SAVE + 128
	fxsave SAVE + 256
	.endm
_start:
	dump
	write SAVE, 1024
	dump
	write SAVE, 1024
	write ZVM_GATE, 0x1000
	dump
	write SAVE, 1024
	write ZVM_SESSION, 0x7000
	dump
	mov $99, %edi
	zcall ZVM_CALL_PREAD
	dump
	write SAVE, 1024
	exit 0
