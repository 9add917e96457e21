# SPDX-License-Identifier: Apache-2.0
# The floating-point environment without fnstenv and fldenv (rule R09: what they
# store of the last instruction differs between CPUs).  The x87 status word can
# then only be cleared, so exception flags that are to stand go to MXCSR;
# fetestexcept looks at both.  ldmxcsr takes -8(%rsp) only: the rewriter masks
# its reserved bits there.

	.text

	.global feclearexcept
	.type feclearexcept,@function
feclearexcept:
	and $0x3f,%edi
	fnstsw %ax
	and $0x3f,%eax
	stmxcsr -8(%rsp)
	test %edi,%eax
	jz 1f
	fnclex
	or %eax,-8(%rsp)
1:	not %edi
	mov -8(%rsp),%ecx
	and %ecx,%edi
	cmp %ecx,%edi
	je 2f
	mov %edi,-8(%rsp)
	ldmxcsr -8(%rsp)
2:	xor %eax,%eax
	ret
	.size feclearexcept,.-feclearexcept

	.global feraiseexcept
	.type feraiseexcept,@function
feraiseexcept:
	and $0x3f,%edi
	stmxcsr -8(%rsp)
	or %edi,-8(%rsp)
	ldmxcsr -8(%rsp)
	xor %eax,%eax
	ret
	.size feraiseexcept,.-feraiseexcept

	.global fetestexcept
	.type fetestexcept,@function
fetestexcept:
	and $0x3f,%edi
	stmxcsr -8(%rsp)
	fnstsw %ax
	or -8(%rsp),%eax
	and %edi,%eax
	ret
	.size fetestexcept,.-fetestexcept

# The rounding mode stands in bits 10-11 of the control word, 13-14 of MXCSR.
	.global __fesetround
	.hidden __fesetround
	.type __fesetround,@function
__fesetround:
	fnstcw -8(%rsp)
	andl $0xf3ff,-8(%rsp)
	or %edi,-8(%rsp)
	fldcw -8(%rsp)
	stmxcsr -8(%rsp)
	shl $3,%edi
	andl $0xffff9fff,-8(%rsp)
	or %edi,-8(%rsp)
	ldmxcsr -8(%rsp)
	xor %eax,%eax
	ret
	.size __fesetround,.-__fesetround

	.global fegetround
	.type fegetround,@function
fegetround:
	stmxcsr -8(%rsp)
	mov -8(%rsp),%eax
	shr $3,%eax
	and $0xc00,%eax
	ret
	.size fegetround,.-fegetround

# fenv_t: control word at 0, status word at 4, tags at 8, MXCSR at 28.
	.global fegetenv
	.type fegetenv,@function
fegetenv:
	xor %eax,%eax
	mov %rax,(%rdi)
	mov %rax,8(%rdi)
	mov %rax,16(%rdi)
	mov %eax,24(%rdi)
	fnstcw (%rdi)
	fnstsw %ax
	mov %ax,4(%rdi)
	movw $0xffff,8(%rdi)
	stmxcsr 28(%rdi)
	xor %eax,%eax
	ret
	.size fegetenv,.-fegetenv

	.global fesetenv
	.type fesetenv,@function
fesetenv:
	fnclex
	cmp $-1,%rdi
	je 1f
	fldcw (%rdi)
	movzwl 4(%rdi),%eax
	and $0x3f,%eax
	or 28(%rdi),%eax
	mov %eax,-8(%rsp)
	ldmxcsr -8(%rsp)
	xor %eax,%eax
	ret
1:	movl $0x37f,-8(%rsp)
	fldcw -8(%rsp)
	movl $0x1f80,-8(%rsp)
	ldmxcsr -8(%rsp)
	xor %eax,%eax
	ret
	.size fesetenv,.-fesetenv

	.section .note.GNU-stack,"",@progbits
