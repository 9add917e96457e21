/* SPDX-License-Identifier: Apache-2.0
 * Hand-written functions that call each other with any register live: r11 over a
 * call and a return, and rcx and r8 over a call behind an instruction that needs
 * registers of its own; and the address of the next label by a call.
 * RUN: for cc in "clang-19 -no-pie" zvm-clang zvm-gcc; do
 * RUN:   $cc -o p "$S"; case $cc in zvm-*) zvm run p;; *) ./p;; esac; echo $?
 * RUN: done
 * OUT: 0
 * OUT: 0
 * OUT: 0
 */
	.text
	.globl	main
	.type	main, @function
main:
	leaq	(%rsp), %r11
	pushq	%rbx
	subq	$64, %rsp
	andq	$-16, %rsp
	movl	$30, %eax
	movl	$4, %ecx
	movl	$7, %r8d
	call	add_one
	call	add_one_by_bits
	cmpl	$32, %eax
	jne	.Lwrong
	cmpl	$4, %ecx
	jne	.Lwrong
	cmpl	$7, %r8d
	jne	.Lwrong
	call	.Lhere
.Lhere:	popq	%rdx
	leaq	.Lhere(%rip), %rsi
	cmpq	%rsi, %rdx
	jne	.Lwrong
	xorl	%eax, %eax
.Lout:	movq	-8(%r11), %rbx
	leaq	(%r11), %rsp
	ret
.Lwrong:
	movl	$1, %eax
	jmp	.Lout
	.size	main, .-main

	.type	add_one, @function
add_one:
	pushq	%r11
	call	.Linner
	popq	%r11
	ret
.Linner:
	addl	$1, %eax
	ret
	.size	add_one, .-add_one

	.type	add_one_by_bits, @function
add_one_by_bits:
	movq	%r11, 16(%rsp)
	leaq	24(%rsp), %rsi
	movq	$0, (%rsi)
	movl	$0, %edx
	btsq	%rdx, (%rsi)
	addl	(%rsi), %eax
	cmpq	%r11, 16(%rsp)
	je	1f
	xorl	%eax, %eax
1:	ret
	.size	add_one_by_bits, .-add_one_by_bits
	.section .note.GNU-stack, "", @progbits
