# SPDX-License-Identifier: Apache-2.0
# bsf, bsr and bit strings.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: bits.out
	.text
	.globl	f
f:
	bsfl	%eax, %ecx
	bsrq	%rdi, %rdi
	bsfw	(%rdi), %ax
	bsr	%eax, %eax
	btl	$3, (%rdi)
	btq	%rax, %rcx
	btsl	%eax, (%rdi,%rcx,4)
	btrq	%rax, foo(%rip)
	btcw	%ax, 8(%rsp)
	ret
