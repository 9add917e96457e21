# SPDX-License-Identifier: Apache-2.0
# Macros, repetitions, conditions and Intel syntax are expanded first.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: macros.out
	.macro	load from, to=%rax
	.if	\from == 8
	movq	8(%rdi), \to
	.else
	movq	\from(%rsi), \to
	.endif
	.endm
	.text
f:
	load	8
	load	16, %rcx
	.rept	2
	incl	(%rax)
	.endr
	.irp	r, rbx, rcx
	pushq	(%\r)
	.endr
	.intel_syntax noprefix
	mov	eax, dword ptr [rbx + 4*rcx + 8]
	rep stosb
	ret
