# SPDX-License-Identifier: Apache-2.0
# What an indirect branch may reach stands at the start of a bundle.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: align.out
	.text
	.p2align	4, 0x90
	.globl	f
f:
	call	g
	.p2align	4,,10
	.p2align	3
.Lloop:
	leaq	.Ltaken(%rip), %rax
	movq	$.Limmediate, %rcx
	jne	.Lloop
.Ltaken:
	call	g
.Limmediate:
.Lalias:
	nop
.Ltable:
	.p2align	6
	nop
	.balign	128
	nop
	leaq	1f(%rip), %rax
1:	nop
1:	leaq	1b(%rip), %rax
	nop
static_and_not_taken:
	nop
static_and_taken:
	nop
	.set	other, static_by_alias
static_by_alias:
	nop
	.section	.rodata
	.quad	.Lswitch
	.quad	static_and_taken
	.long	.Lrelative-.Lanchor
	.section	.debug_line,"",@progbits
	.quad	.Ldebug
	.text
.Lswitch:
	nop
.Lrelative:
	nop
.Lanchor:
	nop
.Ldebug:
	nop
