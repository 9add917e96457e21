# SPDX-License-Identifier: Apache-2.0
# Where every register is in use, r11 waits in memory while it carries the target.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: spill.out
	.text
	.type	f,@function
f:
	jmp	*.Ltable(,%rax,8)
.Lone:
	incl	%eax
	jne	.Ltwo
	jmp	.Lone
.Lused:
	addq	%rcx, %rax
	addq	%rdx, %rax
	addq	%rbx, %rax
	addq	%rbp, %rax
	addq	%rsi, %rax
	addq	%rdi, %rax
	addq	%r8, %rax
	addq	%r9, %rax
	addq	%r10, %rax
	addq	%r11, %rax
	jmp	*%rcx
.Ltwo:
	call	g
	jmp	.Lused
	.section	.rodata,"a",@progbits
.Ltable:
	.quad	.Lone
	.quad	.Ltwo
	.quad	.Lused
