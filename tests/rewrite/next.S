/* SPDX-License-Identifier: Apache-2.0
 * `lea 0(%rip), %r` takes the address of the next instruction: a loop that
 * branches to it, as hand-written libraries have them.
 * RUN: for cc in "clang-19 -no-pie" zvm-clang zvm-gcc; do
 * RUN:   $cc -o p "$S"; set +e; case $cc in zvm-*) zvm run p;; *) ./p;; esac; echo $?; set -e
 * RUN: done
 * OUT: 42
 * OUT: 42
 * OUT: 42
 */
	.text
	.globl main
	.type main, @function
main:
	pushq	%rbx
	xorl	%eax, %eax
	movl	$6, %ecx
	lea	0(%rip), %r10
	addl	$6, %eax
	decl	%ecx
	je	.Lsecond
	jmp	*%r10
.Lsecond:
	movl	$3, %ecx
	leaq	(%rip), %rbx
	addl	$2, %eax
	decl	%ecx
	je	.Ldone
	pushq	%rbx
	ret
.Ldone:
	popq	%rbx
	emms				/* nothing to do without MMX */
	ret
	.size main, .-main
	.section .note.GNU-stack, "", @progbits
