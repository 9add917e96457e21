# SPDX-License-Identifier: Apache-2.0
# ret, call and jmp: R05, R06, R07.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: branches.out
	.text
f:
	ret
	repz ret
	retq
	call	g
	callq	g@PLT
	call	*g@GOTPCREL(%rip)
	call	*%rax
	notrack call	*%r12
	call	*8(%rax,%rcx,8)
	call	*foo(%rip)
	call	*16(%rsp)
	jmp	*%rcx
	bnd jmp	*%r10
	jmp	g
	jmp	g@PLT
	jmp	*g@GOTPCREL(%rip)
	jmp	*8(%rax)	# TAILCALL
	call	weak_and_missing
	jmp	weak_and_missing
	je	weak_and_missing
	call	weak_but_here
	testl	%eax, %eax
	jne	1f
1:	loop	1b
	loope	1b
	loopne	1b
	jrcxz	1b
	.weak	weak_and_missing, weak_but_here
weak_but_here:
	call	h
