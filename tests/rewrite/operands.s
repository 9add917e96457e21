# SPDX-License-Identifier: Apache-2.0
# Memory operands get 32-bit register names, except where R03 allows others.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: operands.out
	.text
f:
	movl	(%rax), %ecx
	movl	8(%r12,%r13,4), %ecx
	movl	-4(%ebp), %ecx
	movl	(,%rdx,8), %ecx
	movl	table+16(,%rdx,8), %ecx
	movl	foo(%rip), %ecx
	movl	foo+4(%rip), %ecx
	movl	foo, %ecx
	movl	foo+8, %ecx
	movl	16(%rsp), %ecx
	movl	(%rsp), %ecx
	movl	-128(%rsp), %ecx
	movl	-129(%rsp), %ecx
	movl	8+-24(%rsp), %ecx
	movl	foo(%rsp), %ecx
	movl	(%rsp,%rax), %ecx
	movl	8(%rsp,%riz), %ecx
	leaq	8(%rax,%rcx,4), %rdx
	leal	(%rax,%rcx), %edx
	addq	$1, 8(%rbx)
	cmpb	$0, foo-1(%rdi)
	pushq	8(%rax)
	popq	8(%rax)
	vaddps	32(%rdi,%rcx,4), %ymm1, %ymm2
	pinsrw	$3, (%rsi), %xmm0
	fldt	16(%rsp)
	fstpt	(%rdi)
	cvtsi2sdq	(%rdi), %xmm1
	movups	%xmm3, (%r15)
	imulq	$100, (%rdi), %rax
	shldl	%cl, %eax, (%rdi)
	mulq	(%rdi)
	setne	(%rdi)
	cmovel	(%rdi), %eax
	xaddl	%eax, %ecx
	movabsq	$0x123456789abcdef0, %rax
	movabsq	foo, %rax
	movabsb	%al, foo
