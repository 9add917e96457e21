# SPDX-License-Identifier: Apache-2.0
# Indirect jumps: tables stay in the function, its cold part included; others leave.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" --compiled -d liveness "$S"
# OUT-FILE: liveness-switch.out
	.text
	.type	f,@function
f:
	jmp	*.Ltable(,%rdi,8)
.Lone:
	movl	%r11d, %eax
	xorl	%edx, %edx
	ret
.Ltwo:
	movl	%r9d, %eax
	jmp	.Lcold
	.section	.text.unlikely,"ax",@progbits
	.type	f.cold,@function
f.cold:
.Lcold:
	movl	%r10d, %edx
	ret
.Lthree:
	movl	%r8d, %eax
	xorl	%edx, %edx
	ret
	.text
	.type	g,@function
g:
	jmp	*8(%rdi)
	.type	h,@function
h:
	jmp	*(%rdi,%rax,8)
.Lfour:
	movl	%r11d, %eax
	xorl	%edx, %edx
	ret
	.section	.rodata,"a",@progbits
	.p2align	3
.Ltable:
	.quad	.Lone
	.quad	.Ltwo
	.quad	.Lthree
	.quad	.Lfour
