/* SPDX-License-Identifier: Apache-2.0
 * A jump through memory with every register in use: r11 waits below the red zone.
 * Its targets are also reached by falling into them and by a direct jump, and the
 * red zone stays as it was.
 * RUN: for cc in "clang-19 -no-pie" zvm-clang zvm-gcc; do
 * RUN:   $cc -o p "$S"; s=0; case $cc in zvm-*) zvm run p;; *) ./p;; esac || s=$?; echo $s
 * RUN: done
 * RUN: zvm-clang -S "$S" -o p.s; grep -c 'Lzvm_at_.Ltwo' p.s
 * OUT: 126
 * OUT: 126
 * OUT: 126
 * OUT: 3
 */
	.text
	.globl	main
	.type	main, @function
main:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	movq	$3, -128(%rsp)
	movq	$3, -8(%rsp)
	movl	$1, %eax
	movl	$2, %ecx
	movl	$3, %edx
	movl	$4, %ebx
	movl	$5, %ebp
	movl	$6, %esi
	movl	$7, %edi
	movl	$8, %r8d
	movl	$9, %r9d
	movl	$10, %r10d
	movl	$11, %r11d
	movl	$12, %r12d
	movl	$13, %r13d
	movl	$14, %r14d
	movl	$15, %r15d
	jmp	*.Ltable(,%rax,8)
.Lone:
	addl	$1, %r11d		/* 12, then falls into the next */
.Ltwo:
	cmpl	$14, %r11d
	jae	.Lsum
	addl	$1, %r11d		/* 13, then 14 */
	cmpl	$14, %r11d
	je	.Ltwo			/* directly */
	jmp	*.Ltable+8(,%rax,8)
.Lsum:
	addl	%ecx, %eax
	addl	%edx, %eax
	addl	%ebx, %eax
	addl	%ebp, %eax
	addl	%esi, %eax
	addl	%edi, %eax
	addl	%r8d, %eax
	addl	%r9d, %eax
	addl	%r10d, %eax
	addl	%r11d, %eax
	addl	%r12d, %eax
	addl	%r13d, %eax
	addl	%r14d, %eax
	addl	%r15d, %eax
	addl	-128(%rsp), %eax
	addl	-8(%rsp), %eax
	subl	$3, %eax
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	.size	main, .-main
	.section .rodata
	.p2align 3
.Ltable:
	.quad	.Ltwo, .Lone, .Ltwo
	.section .note.GNU-stack, "", @progbits
