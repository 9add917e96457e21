# SPDX-License-Identifier: Apache-2.0
# Bytes among code: instructions, prefixes, room, constants.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: bytes.out
	.text
	.globl	f
f:
	.byte	0xf3, 0xc3
	.byte	0x0f, 0xa2
	.byte	0x0f
	.byte	0x01, 0xd0
	.long	0xfa1e0ff3
	.skip	3, 0x90
	.fill	2, 1, 0x90
	.nops	2
	leaq	constants(%rip), %rax
	ret
	.p2align	6
constants:
	.long	1, 2, 3
	.string	"text; # and more"
	.p2align	4
more:
	.quad	f
	.p2align	4
g:
	ret
