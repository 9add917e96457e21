# SPDX-License-Identifier: Apache-2.0
# Comments, quotes, several statements in a line, marks of the preprocessor.
# RUN: "$SDK/libexec/zvm/zvm-rewrite" "$S"
# OUT-FILE: statements.out
# 7 "source.c"
	.text
f: g: nop; nop # comment ; ret
	nop /* a comment
	of two lines */ nop
	nop	// also a comment
	movb	$1, "quoted; # name"(%rip); nop
	movb	$';', %al
	movb	$'#', %al; nop
"quoted name":
	call	"quoted name"
1:	jmp	1b
X = 5
	movl	$X, %eax
	movl	$(1 << 4), %eax
	movl	(X+3)(%rax), %ecx
	{vex3} vaddps	%xmm0, %xmm1, %xmm2
	.ident	"a # b"
