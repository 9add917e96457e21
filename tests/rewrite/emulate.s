# SPDX-License-Identifier: Apache-2.0
# Questions to the machine become calls of ZRT.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: emulate.out
	.text
f:
	cpuid
	xgetbv
	rdtsc
	rdtscp
	syscall
	rdrand	%rax
	rdrand	%r9d
	rdseed	%ax
	rdseed	%r11
	ldmxcsr	4(%rdi)
	vldmxcsr	-4(%rsp)
	stmxcsr	-4(%rsp)
