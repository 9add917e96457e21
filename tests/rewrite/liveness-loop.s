# SPDX-License-Identifier: Apache-2.0
# Registers that live behind each instruction: loops, joins, calls, partial writes.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" --compiled -d liveness "$S"
# OUT-FILE: liveness-loop.out
	.text
	.type	f,@function
f:
	movq	%rdi, %r11
	xorl	%ecx, %ecx
	movb	$1, %dl
.Lloop:
	addq	%rcx, %r11
	incq	%rcx
	cmpq	%rsi, %rcx
	jne	.Lloop
	movl	%r11d, %eax
	movw	$2, %r8w
	movl	%r8d, %edx
	movl	$5, %ebx
	movl	$1, %r9d
	leaq	8(%r11), %r11
	movl	(%r11), %ebx
	call	elsewhere
	xorl	%edx, %edx
	imull	%ecx
	ud2
	.type	g,@function
g:
	jmp	1f
1:	movl	%r10d, %eax
	xorl	%edx, %edx
	ret
	.type	h,@function
h:
	call	g
	movl	$0, %r10d
	jmp	f
