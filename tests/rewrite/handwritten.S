/* SPDX-License-Identifier: Apache-2.0
 * Preprocessor, .include, --defsym, macros, Intel syntax, constants among code
 * and line numbers of one hand-written file.
 * RUN: printf '#include <stdio.h>\nint answer(void), tripled(int), third(int);\nint main(void) { printf("%%d %%d %%d\\n", answer(), tripled(5), third(2)); return 0; }\n' > main.c
 * RUN: zvm-clang -g -Wa,-I,"$D/inc",--defsym,EXTRA=1 -o p main.c "$S"
 * RUN: zvm run ./p
 * RUN: x86_64-zvm-linux-musl-objdump -dl --disassemble-symbols=answer p > lines
 * RUN: grep -c 'handwritten.S:21$' lines
 * OUT: 42 15 30
 * OUT: 1
 */
#define VALUE 20
	.include "macros.inc"
	.text
	.globl	answer
	.type	answer, @function
answer:
	/* line 21 follows */

	twice	VALUE + EXTRA
	ret
	.size	answer, . - answer

	.globl	tripled
tripled:
	.intel_syntax noprefix
	test	edi, edi
	jz	1f
	lea	eax, [rdi + rdi*2]
	ret
1:	xor	eax, eax
	ret
	.att_syntax prefix

	.globl	third
third:	leaq	table(%rip), %rax
	movl	(%rax,%rdi,4), %eax
	.byte	0xf3, 0xc3
	.balign	16
table:
	.long	10, 20, 30
