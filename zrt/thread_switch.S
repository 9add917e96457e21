/* SPDX-License-Identifier: Apache-2.0 */
/*
 * void zrt_thread_switch(void **save, void *load)
 *
 * Layout on the stack: struct frame of thread.c.  Exception flags of the x87
 * unit, which no thread can restore, move to the MXCSR of the thread that
 * raised them: fetestexcept looks at both.
 */
	.text
	.p2align 5
	.globl zrt_thread_switch
	.type zrt_thread_switch,@function
zrt_thread_switch:
	push %rbp
	push %rbx
	push %r12
	push %r13
	push %r14
	push %r15
	sub $8,%rsp
	stmxcsr (%rsp)
	fnstcw 4(%rsp)
	fnstsw %ax
	and $0x3f,%eax
	jz 1f
	or %eax,(%rsp)
	fnclex
1:	mov %rsp,(%rdi)
	mov %esi,%esp
	ldmxcsr (%rsp)
	fldcw 4(%rsp)
	add $8,%rsp
	pop %r15
	pop %r14
	pop %r13
	pop %r12
	pop %rbx
	pop %rbp
	ret
	.size zrt_thread_switch,.-zrt_thread_switch
	.section .note.GNU-stack,"",@progbits
