/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Across a runtime call: callee-saved registers, MXCSR and the x87 control word
 * survive, nothing of the host comes back, and a pending x87 exception or a set
 * direction flag of the guest hurts nobody.
 *
 * RUN: . "$SRC/tests/loader/lib.sh"; assemble; manifest; expect 0 run
 */
#include "guest.inc"
	.macro fail_unless condition, code
	j\condition 1f
	nop
	exit \code
1:	nop
	.endm
_start:
	mov $0x1111, %ebx
	mov $0x2222, %ebp
	mov $0x3333, %r12d
	mov $0x4444, %r13d
	mov $0x5555, %r14d
	movabs $0x6666666666666666, %r15
	movl $0x3FA0, -8(%rsp) /* round down, a sticky bit */
	andl $0xFFFF, -8(%rsp)
	ldmxcsr -8(%rsp)
	movw $0x0F7B, -16(%rsp) /* divide by zero unmasked, round to zero */
	fldcw -16(%rsp)
	fldz
	fldz
	fdivrp %st, %st(1)
	fld1
	fldz
	fdivrp %st, %st(1) /* the exception is pending now */
	pcmpeqd %xmm5, %xmm5
	std
	mov $0, %edi
	mov $ZVM_THREAD, %esi
	mov $8, %edx
	zcall ZVM_CALL_PREAD
	cld
	test %rax, %rax
	fail_unless z, 1
	or %rcx, %rax
	or %rdx, %rax
	or %rsi, %rax
	or %rdi, %rax
	or %r8, %rax
	or %r9, %rax
	or %r10, %rax
	fail_unless z, 2
	cmp $0x1111, %rbx
	fail_unless e, 3
	cmp $0x2222, %rbp
	fail_unless e, 4
	cmp $0x3333, %r12
	fail_unless e, 5
	cmp $0x4444, %r13
	fail_unless e, 6
	cmp $0x5555, %r14
	fail_unless e, 7
	movabs $0x6666666666666666, %rax
	cmp %rax, %r15
	fail_unless e, 8
	movq %xmm5, %rax
	test %rax, %rax
	fail_unless z, 9
	stmxcsr -8(%rsp)
	cmpl $0x3FA0, -8(%rsp)
	fail_unless e, 10
	fnstcw -16(%rsp)
	cmpw $0x0F7B, -16(%rsp)
	fail_unless e, 11
	fnstsw %ax
	test $0x3F, %al
	fail_unless z, 12
	fld1 /* would fault if an exception were left */
	fwait
	fldz
	fstp %st
	/* The initial mode but for sticky bits, which the host leaves as they are. */
	movl $0x1FBF, -8(%rsp)
	andl $0xFFFF, -8(%rsp)
	ldmxcsr -8(%rsp)
	mov $0, %edi
	mov $ZVM_THREAD, %esi
	mov $8, %edx
	zcall ZVM_CALL_PREAD
	stmxcsr -8(%rsp)
	cmpl $0x1FBF, -8(%rsp)
	fail_unless e, 13
	/* An x87 mode that comes without any flag: all exceptions unmasked, single precision. */
	movw $0x0C40, -16(%rsp)
	fldcw -16(%rsp)
	mov $0, %edi
	mov $ZVM_THREAD, %esi
	mov $8, %edx
	zcall ZVM_CALL_PREAD
	test %rax, %rax
	fail_unless z, 14
	fnstcw -16(%rsp)
	cmpw $0x0C40, -16(%rsp)
	fail_unless e, 15
	exit 0
