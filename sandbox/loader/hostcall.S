/* SPDX-License-Identifier: Apache-2.0 */
/* hostcall.h states what this is. */
	.text
	.globl hostcall, hostcall_begin, hostcall_end, hostcall_cancel
	.type hostcall, @function
hostcall:
	mov %rdi, %rax
	mov %rsi, %rdi
	mov %rdx, %rsi
	mov %rcx, %rdx
	mov %r8, %r10
	xor %r8d, %r8d
	xor %r9d, %r9d
hostcall_begin:
	cmpl $0, hostcall_cancelled(%rip)
	jne hostcall_cancel
	syscall
hostcall_end: /* the kernel shows this rip once it has interrupted the call */
	ret
hostcall_cancel:
	mov $-4, %rax /* -EINTR */
	ret
	.size hostcall, . - hostcall

	.bss
	.balign 4
	.globl hostcall_cancelled
hostcall_cancelled:
	.zero 4

	.section .note.GNU-stack, "", @progbits
