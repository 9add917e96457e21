/* SPDX-License-Identifier: Apache-2.0 */
/*
 * void zrt_stack_call(void (*f)(void *), void *argument, void *top)
 *
 * Calls f(argument) on another stack that ends at `top`, a multiple of 16.
 */
	.text
	.p2align 5
	.globl zrt_stack_call
	.type zrt_stack_call,@function
zrt_stack_call:
	push %rbp
	mov %rsp,%rbp
	mov %edx,%esp
	mov %rdi,%rax
	mov %rsi,%rdi
	call *%rax
	mov %ebp,%esp
	pop %rbp
	ret
	.size zrt_stack_call,.-zrt_stack_call
	.section .note.GNU-stack,"",@progbits
