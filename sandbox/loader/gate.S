/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate: the only way from guest code to host code and back (I7).
 *
 * In: gate page slot n -> gate_enter -> gate_dispatch (calls.c).
 * Out: gate_enter -> exit slot in the gate page -> guest.
 *
 * The host never touches the guest's stack: whatever rsp holds, a fault that it
 * causes has a guest rip.  gate.h declares the variables for C.
 */
#include <zvm/call.h>
#include <zvm/layout.h>

#define HLT 0xF4
#define MXCSR_INITIAL 0x1F80 /* exceptions masked, round to nearest, denormals as they are */
#define MXCSR_STICKY 0x3F    /* exceptions that have been */
#define FCW_INITIAL 0x37F    /* the same for the x87, extended precision: what fninit loads */

/*
 * The gate page as it is copied to ZVM_GATE.  Guests can read it, so a slot
 * names its target by an offset from fs and holds no host address.
 */
	.section .rodata.gate, "a"
	.globl gate_page, gate_page_end
	.balign ZVM_SLOT
gate_page:
	.macro slot number
	.org gate_page + \number * ZVM_SLOT, HLT /* an error if a slot is longer */
	mov $\number, %eax
	jmp *%fs:gate_target@tpoff
	.endm
	slot ZVM_CALL_EXIT
	slot ZVM_CALL_PREAD
	slot ZVM_CALL_PWRITE
	slot ZVM_CALL_JAIL
	slot ZVM_CALL_UNJAIL
	slot ZVM_CALL_FORK
	.org gate_page + ZVM_SLOT_RETURN * ZVM_SLOT, HLT
	/* The sequence of rule R07: the return address is read after all host writes. */
	.byte 0x41, 0x5B             /* pop %r11 */
	.byte 0x41, 0x83, 0xE3, 0xE0 /* and $-32, %r11d */
	.byte 0x41, 0x53             /* push %r11 */
	.byte 0xC3                   /* ret */
	.balign ZVM_SLOT, HLT
gate_page_end:

	.section .tbss, "awT", @nobits
	.globl gate_target
	.balign 8
	.type gate_target, @object
gate_target:
	.zero 8
	.size gate_target, 8

	.bss
	.balign 8
host_rsp:
	.zero 8
guest_rsp:
	.zero 8
guest_mxcsr:
	.zero 4
host_mxcsr:
	.zero 4
guest_fcw:
	.zero 2
host_fcw:
	.zero 2
	.globl gate_has_avx
gate_has_avx:
	.zero 1

	.section .data.rel.ro, "aw"
	.balign 8
return_slot:
	.quad ZVM_GATE + ZVM_SLOT_RETURN * ZVM_SLOT
	.section .rodata
	.balign 8
initial_mxcsr:
	.long MXCSR_INITIAL

	.text

/* No host value stays in a vector register.  vzeroall is slower than this. */
	.macro clear_vectors
	cmpb $0, gate_has_avx(%rip)
	je 1f
	vzeroupper
1:
	.irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	xorps %xmm\n, %xmm\n
	.endr
	.endm

/* From a slot: eax is the call's number, the other registers are the guest's. */
	.globl gate_enter
	.type gate_enter, @function
gate_enter:
	cld
	mov %rsp, guest_rsp(%rip)
	mov host_rsp(%rip), %rsp
	mov %eax, %r8d
	/* Loading MXCSR is slow: the host needs the initial mode, sticky bits are no harm. */
	stmxcsr guest_mxcsr(%rip)
	mov guest_mxcsr(%rip), %eax
	and $~MXCSR_STICKY, %eax
	cmp $MXCSR_INITIAL, %eax
	jne 5f
2:
	/*
	 * No-wait forms only: the guest may have left an unmasked exception.  fninit
	 * is slow (30 ns) and needed only if the mode, any flag or the stack top is
	 * another.  Registers may stay in use: host code has no x87 instructions.
	 */
	fnstcw guest_fcw(%rip)
	movzwl guest_fcw(%rip), %eax
	cmp $FCW_INITIAL, %eax
	jne 4f
	fnstsw %ax
	test %ax, %ax
	jnz 4f
3:	call gate_dispatch
	.globl gate_look, gate_end
gate_look:
	cmpl $0, hostcall_cancelled(%rip)
	jne cancelled
	/* Callee-saved registers are the guest's own again, by the C ABI. */
	clear_vectors
	/* Both to the bit, and loaded only if the host's differ.  No jump out of this range. */
	stmxcsr host_mxcsr(%rip)
	mov host_mxcsr(%rip), %ecx
	cmp guest_mxcsr(%rip), %ecx
	je 1f
	ldmxcsr guest_mxcsr(%rip)
1:	fnstcw host_fcw(%rip)
	mov host_fcw(%rip), %cx
	cmp guest_fcw(%rip), %cx
	je 1f
	fldcw guest_fcw(%rip) /* no exception flag is set: never faults */
1:	xor %ecx, %ecx
	xor %edx, %edx
	xor %esi, %esi
	xor %edi, %edi
	xor %r8d, %r8d
	xor %r9d, %r9d
	xor %r10d, %r10d
	xor %r11d, %r11d
	mov guest_rsp(%rip), %rsp
	jmp *return_slot(%rip)
gate_end:
	int3
4:	fninit
	jmp 3b
5:	ldmxcsr initial_mxcsr(%rip)
	jmp 2b
cancelled:
	call gate_cancelled
	.size gate_enter, . - gate_enter

/*
 * gate_start(entry, rsp): enters the guest with every register zero.  A jump,
 * not a call: a return predicted from it would run host code transiently.
 */
	.globl gate_start
	.type gate_start, @function
gate_start:
	mov %rdi, guest_entry(%rip)
	mov %rsi, guest_rsp(%rip)
	lea gate_enter(%rip), %rax
	mov %rax, %fs:gate_target@tpoff
	and $-16, %rsp
	mov %rsp, host_rsp(%rip)
	cld
	fninit
	ldmxcsr initial_mxcsr(%rip)
	.globl gate_start_look, gate_start_end
gate_start_look: /* as gate_look: a signal came while the loader was busy */
	cmpl $0, hostcall_cancelled(%rip)
	jne start_cancelled
	clear_vectors
	mov guest_rsp(%rip), %rsp
	xor %eax, %eax
	xor %ebx, %ebx
	xor %ecx, %ecx
	xor %edx, %edx
	xor %esi, %esi
	xor %edi, %edi
	xor %ebp, %ebp
	xor %r8d, %r8d
	xor %r9d, %r9d
	xor %r10d, %r10d
	xor %r11d, %r11d
	xor %r12d, %r12d
	xor %r13d, %r13d
	xor %r14d, %r14d
	xor %r15d, %r15d
	jmp *guest_entry(%rip)
gate_start_end:
	int3
start_cancelled:
	call gate_cancelled
	.size gate_start, . - gate_start

	.bss
	.balign 8
guest_entry:
	.zero 8

/* Without this note some kernels make every data page executable (I3). */
	.section .note.GNU-stack, "", @progbits
