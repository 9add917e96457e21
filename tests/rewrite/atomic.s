# SPDX-License-Identifier: Apache-2.0
# One thread needs no lock, and nothing to order or to bypass the cache.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: atomic.out
	.text
	.globl	f
f:
	lock incl	(%rdi)
	lock; addl	$1, (%rdi)
	lock
	xaddq	%rax, (%rdi)
	lock cmpxchgl	%ecx, (%rdi)
	lock cmpxchg16b	(%rdi)
	xacquire lock orl	%eax, (%rdi)
	xchgl	%eax, (%rdi)
	xchgq	(%rsi), %rcx
	xchgb	%ah, (%rdi)
	xchgl	%eax, %ecx
	xchgw	%ax, %ax
	mfence
	lfence
	sfence
	pause
	movnti	%eax, (%rdi)
	movntdq	%xmm0, (%rdi)
	movntps	%xmm0, (%rdi)
	vmovntdq	%ymm0, (%rdi)
	movntdqa	(%rdi), %xmm0
	prefetchnta	64(%rdi)
	prefetcht0	64(%rdi)
	prefetchw	64(%rdi)
	clflush	(%rdi)
	endbr64
	int3
	int	$3
	ud1
	nopw	0(%rax,%rax,1)
	data16 cs nopw	0(%rax,%rax,1)
	ret
