# SPDX-License-Identifier: Apache-2.0
# Thread-local storage of every model lies at constant addresses.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: tls.out
	.text
f:
	movq	%fs:0, %rax
	movq	%fs:0x0, %r12
	addq	%fs:0, %rax
	movl	%fs:x@tpoff, %eax
	movl	%fs:x@tpoff+4(%rax), %ecx
	movl	%ecx, %fs:x@TPOFF(,%rax,4)
	movl	%fs:(%rax), %ecx
	movq	%fs:40, %rax
	leaq	x@tpoff(%rax), %rcx
	movq	x@gottpoff(%rip), %rax
	addq	x@GOTTPOFF(%rip), %rax
	.byte	0x66
	leaq	x@tlsgd(%rip), %rdi
	.value	0x6666
	rex64
	call	__tls_get_addr@PLT
	data16
	leaq	x@TLSGD(%rip), %rdi
	data16
	data16
	rex64
	callq	__tls_get_addr@PLT
	.byte	0x66
	leaq	x@tlsgd(%rip), %rdi
	.byte	0x66
	rex64
	call	*__tls_get_addr@GOTPCREL(%rip)
	leaq	x@tlsld(%rip), %rdi
	call	__tls_get_addr@PLT
	leaq	y@dtpoff(%rax), %rcx
	movl	y@DTPOFF+4(%rax), %ecx
	leaq	z@tlsdesc(%rip), %rax
	call	*z@tlscall(%rax)
