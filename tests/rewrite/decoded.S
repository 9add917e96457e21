/* SPDX-License-Identifier: Apache-2.0
 * Instructions written as bytes, as generators of assembly do for old assemblers:
 * they mean the same in the sandbox, beside tables that are data.
 * RUN: for cc in "clang-19 -no-pie" zvm-clang zvm-gcc "zvm-clang -g"; do
 * RUN:   $cc -o p "$S"; case $cc in zvm-*) zvm run p;; *) ./p;; esac; echo $?
 * RUN: done
 * OUT: 0
 * OUT: 0
 * OUT: 0
 * OUT: 0
 */
	.text
/* The first thing of all: debug information wants its say between label and data. */
.Lfirst:
	.byte	15,14,13,12
	.globl	main
	.type	main, @function
main:
	cmpl	$0x0c0d0e0f, .Lfirst(%rip)
	jne	.Lwrong
	movl	$0x11223344, %eax
	movdqa	.Lswap(%rip), %xmm2
	.byte	102,72,15,110,200		/* movq %rax, %xmm1 */
	.byte	102,15,56,0,202			/* pshufb %xmm2, %xmm1 */
	.byte	102,72,15,126,201		/* movq %xmm1, %rcx */
	bswapl	%eax
	cmpl	%eax, %ecx
	jne	.Lwrong
	call	.Lhidden
	cmpl	$7, %eax
	jne	.Lwrong
	leaq	.Ltable(%rip), %rsi
	movzbl	4(%rsi), %eax
	cmpl	$0x0f, %eax
	jne	.Lwrong
	movl	$3, %eax
	leaq	.Ltable(%rip), %rdx
	.byte	0x67,0x67			/* padding */
	leaq	-1(%rdx), %rdi
	movl	$1, %ecx
	.byte	0xf3				/* a prefix alone, of what follows */
	lodsb
	movl	$2, %ecx
	.byte	0xf0
	addl	%ecx, .Lcell(%rip)
	cmpl	$42, .Lcell(%rip)
	jne	.Lwrong
	xorl	%eax, %eax
	.byte	0xf3,0xc3
.Lwrong:
	movl	$1, %eax
	ret
/* A table that would also decode. */
.Ltable:
	.byte	0x66,0x48,0x90,0x66,0x0f,0x38,0xdc,0xd1
/* Code behind a return, reached by a call. */
	.p2align 4
.Lhidden:
	.byte	72,199,192,7,0,0,0		/* movq $7, %rax */
	.byte	0xf3,0xc3
	.size	main, .-main
	.section .rodata
	.p2align 4
.Lswap:
	.byte	3,2,1,0,4,5,6,7,8,9,10,11,12,13,14,15
	.data
	.p2align 3
.Lcell:
	.long	40
	.section .note.GNU-stack, "", @progbits
