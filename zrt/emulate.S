/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rewriter puts in place of instructions that no program in the
 * sandbox may execute.  Each handler changes the registers that its instruction
 * changes, and r11 and the flags, which the rewriter saves where they matter;
 * the work is done in C (emulate.c).
 *
 * The C code uses no AVX, so saving the vector registers' lower halves saves
 * them all.  x87 registers are not touched by it.
 */

/* Registers on the stack, lowest address first: struct zrt_registers. */
#define VECTORS 256
#define GENERAL 72

	.macro handler name, function
	.p2align 5
	.globl \name
	.type \name,@function
\name:
	push %rbp
	mov %rsp,%rbp
	and $-16,%rsp
	sub $(VECTORS + 80),%rsp
	.irp i,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	movaps %xmm\i,(16 * \i)(%rsp)
	.endr
	mov %rax,(VECTORS + 0)(%rsp)
	mov %rbx,(VECTORS + 8)(%rsp)
	mov %rcx,(VECTORS + 16)(%rsp)
	mov %rdx,(VECTORS + 24)(%rsp)
	mov %rsi,(VECTORS + 32)(%rsp)
	mov %rdi,(VECTORS + 40)(%rsp)
	mov %r8,(VECTORS + 48)(%rsp)
	mov %r9,(VECTORS + 56)(%rsp)
	mov %r10,(VECTORS + 64)(%rsp)
	lea VECTORS(%rsp),%rdi
	call \function
	.irp i,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	movaps (16 * \i)(%rsp),%xmm\i
	.endr
	mov (VECTORS + 0)(%rsp),%rax
	mov (VECTORS + 8)(%rsp),%rbx
	mov (VECTORS + 16)(%rsp),%rcx
	mov (VECTORS + 24)(%rsp),%rdx
	mov (VECTORS + 32)(%rsp),%rsi
	mov (VECTORS + 40)(%rsp),%rdi
	mov (VECTORS + 48)(%rsp),%r8
	mov (VECTORS + 56)(%rsp),%r9
	mov (VECTORS + 64)(%rsp),%r10
	mov %ebp,%esp
	pop %rbp
	ret
	.size \name,.-\name
	.endm

	.text
	handler __zvm_cpuid, zrt_emulate_cpuid
	handler __zvm_xgetbv, zrt_emulate_xgetbv
	handler __zvm_rdtsc, zrt_emulate_rdtsc
	handler __zvm_rdtscp, zrt_emulate_rdtscp
	handler __zvm_rdrand, zrt_emulate_rdrand
	handler __zvm_syscall, zrt_emulate_syscall

	.section .note.GNU-stack,"",@progbits
