# SPDX-License-Identifier: Apache-2.0
# Only code is rewritten: sections by name, flags, stack and memory of flags.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: sections.out
	.section	.text.hot,"ax",@progbits
	ret
	.data
	.byte	0xc3
	.section	mine,"ax",@progbits
	ret
	.section	other,"a",@progbits
	.byte	0xc3
	.section	mine
	ret
	.pushsection	.rodata
	.byte	0xc3
	.pushsection	.text
	ret
	.popsection
	.byte	0xc3
	.popsection
	ret
	.previous
	.byte	0xc3
	.previous
	ret
	.section	.init,"ax"
	call	g
	.section	.text.startup,"ax",@progbits
	.cfi_startproc
	ret
	.cfi_endproc
