# SPDX-License-Identifier: Apache-2.0
# Assembly as input and output.
# RUN: bash -e "$S"
# TIMEOUT: 120
cat >f.s <<'END'
	.text
	.globl	f
	.type	f, @function
f:
	pushq	%rbp
	movq	%rsp, %rbp
	movl	(%rdi), %eax
	addl	8(%rdi,%rsi,4), %eax
	leave
	ret
	.size	f, .-f
END
printf '#ifdef PLUS\n#define N PLUS\n#endif\n#include "own.h"\n.globl g\n.type g,@function\ng:\tmov $N, %%eax\n\tret\n' >g.S
echo '/* nothing */' >own.h
cat >main.c <<'END'
int f(int *, long), g(void);
int main(void) { int a[] = {1, 2, 30, 40}; return f(a, 1) + g() - 50; }
END
for cc in zvm-clang zvm-gcc; do
	$cc -DPLUS=9 -I. main.c f.s g.S -o p && zvm run ./p
	$cc -c f.s && $cc -c -DPLUS=9 g.S -o g.o && $cc main.c f.o g.o -o p && zvm run ./p
	# -S shows what is assembled; it can be compiled on.
	$cc -O2 -S main.c
	grep -q bundle main.s
	$cc main.s f.o g.o -o p && zvm run ./p
	$cc -S f.s -o f2.s && $cc main.c f2.s g.o -o p && zvm run ./p
	rm -f ./*.o main.s
done
# The assembler by its own name.
x86_64-zvm-linux-musl-as f.s -o f.o
x86_64-zvm-linux-musl-as --64 --noexecstack -o g.o - <<'END'
	.globl g
	.type g,@function
g:	mov $9, %eax
	ret
END
zvm-clang main.c f.o g.o -o p && zvm run ./p
# Macros of the assembler, both syntaxes of comments.
cat >m.s <<'END'
.macro give n
	movl $\n, %eax # a comment
.endm
	.globl g
	.type g, @function
g:
	give 9 /* another */
	.rept 2
	nop
	.endr
	ret
END
zvm-clang main.c f.o m.s -o p && zvm run ./p
# -save-temps keeps what lies between.
mkdir -p out
zvm-clang -save-temps -c main.c -o out/main.o
[ -s main.i ] && [ -s main.s ] && [ -s main.plain.s ]
zvm-gcc -save-temps=obj -c main.c -o out/main.o
[ -s out/main.i ] && [ -s out/main.s ]
