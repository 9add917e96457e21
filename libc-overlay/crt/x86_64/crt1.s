# SPDX-License-Identifier: Apache-2.0
# Entry of a program with a C library (rule R11: bundle aligned).
	.text
	.p2align 5
	.global _start
	.type _start,@function
_start:
	xor %ebp,%ebp
	mov %rsp,%rdi
	call zrt_start
	hlt
	.size _start,.-_start
	.section .note.GNU-stack,"",@progbits
