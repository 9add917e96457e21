/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first instruction: every register is zero, rsp is aligned, zero bytes lie
 * above it, the floating-point state is the initial one.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest; expect 0 run
 */
#include "guest.inc"
_start:
	or %rbx, %rax
	or %rcx, %rax
	or %rdx, %rax
	or %rsi, %rax
	or %rdi, %rax
	or %rbp, %rax
	or %r8, %rax
	or %r9, %rax
	or %r10, %rax
	or %r11, %rax
	or %r12, %rax
	or %r13, %rax
	or %r14, %rax
	or %r15, %rax
	jnz 1f
	.irp n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	por %xmm\n, %xmm0
	.endr
	movq %xmm0, %rax
	test %rax, %rax
	jnz 2f
	pextrq $1, %xmm0, %rax
	test %rax, %rax
	jnz 2f
	.irp offset, 0, 8, 16, 24, 32, 40, 48, 56
	or \offset(%rsp), %rax
	.endr
	test %rax, %rax
	jnz 3f
	mov %esp, %eax
	and $15, %eax
	jnz 4f
	stmxcsr -8(%rsp)
	cmpl $0x1F80, -8(%rsp)
	jne 5f
	fnstcw -8(%rsp)
	cmpw $0x37F, -8(%rsp)
	jne 6f
	exit 0
	nop
1:	nop
	exit 1
	nop
2:	nop
	exit 2
	nop
3:	nop
	exit 3
	nop
4:	nop
	exit 4
	nop
5:	nop
	exit 5
	nop
6:	nop
	exit 6
