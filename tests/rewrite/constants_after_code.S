# SPDX-License-Identifier: Apache-2.0
# Constants directly behind a function's end, and within its unwind information:
# they move to .rodata, what measures the code stays.
# RUN: zvm-clang -g "$S" -o t && zvm run t
	.text
	.globl	f
	.type	f, @function
f:
	.cfi_startproc
	movl	table(%rip), %eax
	ret
.Lend:
	.cfi_endproc
	.size	f, .-f
	.byte	71, 70, 40, 50
	.align	16
	.globl	main
	.type	main, @function
main:
	.cfi_startproc
	pushq	%rbx
	.cfi_adjust_cfa_offset 8
	call	f
	subl	table+4(%rip), %eax
	addl	$1, %eax
	popq	%rbx
	.cfi_adjust_cfa_offset -8
	ret
	.align	16
table:
	.long	42, 43
	.cfi_endproc
	.size	main, .-main
	.section .note.GNU-stack, "", @progbits
