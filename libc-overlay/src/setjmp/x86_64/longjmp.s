# SPDX-License-Identifier: Apache-2.0
# As musl's, but with the target in a register and rsp written in 32 bits, so
# that the rewriter needs no guess at a free register.
	.text
	.global _longjmp
	.global longjmp
	.type _longjmp,@function
	.type longjmp,@function
_longjmp:
longjmp:
	xor %eax,%eax
	cmp $1,%esi
	adc %esi,%eax
	mov (%rdi),%rbx
	mov 8(%rdi),%rbp
	mov 16(%rdi),%r12
	mov 24(%rdi),%r13
	mov 32(%rdi),%r14
	mov 40(%rdi),%r15
	mov 56(%rdi),%rdx
	mov 48(%rdi),%esp
	jmp *%rdx
	.size longjmp,.-longjmp
	.section .note.GNU-stack,"",@progbits
