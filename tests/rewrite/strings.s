# SPDX-License-Identifier: Apache-2.0
# String instructions: the address size prefix and R09's sequence.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: strings.out
	.text
f:
	movsb
	movsl
	movsq	(%rsi), %es:(%rdi)
	stosb
	stosq	%rax, %es:(%rdi)
	lodsl	(%rsi), %eax
	scasb
	cmpsw
	rep movsb
	rep; movsq
	rep
	stosl
	repe cmpsb
	repne scasb	%es:(%rdi), %al
	rep stos	%rax, %es:(%rdi)
	movsd	(%rdi), %xmm0
	movsd	%xmm0, %xmm1
	cmpsd	$1, %xmm0, %xmm1
	movsbl	(%rdi), %eax
	movslq	%eax, %rcx
	xlat
