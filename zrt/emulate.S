/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rewriter puts in place of instructions that no program in the
 * sandbox may execute.  Each handler changes the registers that its instruction
 * changes, and r11 and the flags, which the rewriter saves where they matter;
 * the work is done in C (emulate.c).
 *
 * The C code uses no AVX, so saving the lower halves of the vector registers
 * saves them all.  It touches no x87 register.
 */
	.text

	.p2align 5
	.globl __zvm_cpuid
	.type __zvm_cpuid,@function
__zvm_cpuid:
	lea zrt_emulate_cpuid(%rip),%r11
	jmp with_registers
	.size __zvm_cpuid,.-__zvm_cpuid

	.p2align 5
	.globl __zvm_xgetbv
	.type __zvm_xgetbv,@function
__zvm_xgetbv:
	lea zrt_emulate_xgetbv(%rip),%r11
	jmp with_registers
	.size __zvm_xgetbv,.-__zvm_xgetbv

	.p2align 5
	.globl __zvm_rdtsc
	.type __zvm_rdtsc,@function
__zvm_rdtsc:
	lea zrt_emulate_rdtsc(%rip),%r11
	jmp with_registers
	.size __zvm_rdtsc,.-__zvm_rdtsc

	.p2align 5
	.globl __zvm_rdtscp
	.type __zvm_rdtscp,@function
__zvm_rdtscp:
	lea zrt_emulate_rdtscp(%rip),%r11
	jmp with_registers
	.size __zvm_rdtscp,.-__zvm_rdtscp

	.p2align 5
	.globl __zvm_rdrand
	.type __zvm_rdrand,@function
__zvm_rdrand:
	lea zrt_emulate_rdrand(%rip),%r11
	jmp with_registers
	.size __zvm_rdrand,.-__zvm_rdrand

	.p2align 5
	.globl __zvm_syscall
	.type __zvm_syscall,@function
__zvm_syscall:
	lea zrt_emulate_syscall(%rip),%r11
	jmp with_registers
	.size __zvm_syscall,.-__zvm_syscall

/* Calls r11 with the address of the registers: struct zrt_registers of emulate.c. */
#define VECTORS 256 /* bytes of xmm0-xmm15, below the general registers */

	.p2align 5
	.type with_registers,@function
with_registers:
	push %rbp
	mov %rsp,%rbp
	and $-16,%rsp
	sub $(VECTORS + 80),%rsp
	movaps %xmm0,0(%rsp)
	movaps %xmm1,16(%rsp)
	movaps %xmm2,32(%rsp)
	movaps %xmm3,48(%rsp)
	movaps %xmm4,64(%rsp)
	movaps %xmm5,80(%rsp)
	movaps %xmm6,96(%rsp)
	movaps %xmm7,112(%rsp)
	movaps %xmm8,128(%rsp)
	movaps %xmm9,144(%rsp)
	movaps %xmm10,160(%rsp)
	movaps %xmm11,176(%rsp)
	movaps %xmm12,192(%rsp)
	movaps %xmm13,208(%rsp)
	movaps %xmm14,224(%rsp)
	movaps %xmm15,240(%rsp)
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
	call *%r11
	movaps 0(%rsp),%xmm0
	movaps 16(%rsp),%xmm1
	movaps 32(%rsp),%xmm2
	movaps 48(%rsp),%xmm3
	movaps 64(%rsp),%xmm4
	movaps 80(%rsp),%xmm5
	movaps 96(%rsp),%xmm6
	movaps 112(%rsp),%xmm7
	movaps 128(%rsp),%xmm8
	movaps 144(%rsp),%xmm9
	movaps 160(%rsp),%xmm10
	movaps 176(%rsp),%xmm11
	movaps 192(%rsp),%xmm12
	movaps 208(%rsp),%xmm13
	movaps 224(%rsp),%xmm14
	movaps 240(%rsp),%xmm15
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
	.size with_registers,.-with_registers

	.section .note.GNU-stack,"",@progbits
