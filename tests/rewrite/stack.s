# SPDX-License-Identifier: Apache-2.0
# The stack pointer is written in 32 bits: R04.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: stack.out
	.text
f:
	subq	$40, %rsp
	addq	$40, %rsp
	andq	$-32, %rsp
	subq	%rax, %rsp
	addq	8(%rdi), %rsp
	movq	%rbp, %rsp
	movq	%rdi, %rsp
	movq	8(%rdi), %rsp
	movq	$stack, %rsp
	movabsq	$stack, %rsp
	leaq	-40(%rbp), %rsp
	leaq	-8(%rsp), %rsp
	leaq	8(%rsp,%rax), %rsp
	cmovneq	%rax, %rsp
	cmove	8(%rax), %rsp
	incq	%rsp
	decq	%rsp
	leave
	enter	$16, $0
	popq	%rsp
	pushq	%rsp
	xchgq	%rsp, %rax
	xchgq	%rcx, %rsp
	cmpq	%rax, %rsp
	testq	%rsp, %rsp
	movq	%rsp, %rbp
	movl	%eax, %esp
