# SPDX-License-Identifier: Apache-2.0
# Link-time optimisation: bitcode objects, archives and assembly in one program.
# RUN: bash -e "$S"
# TIMEOUT: 120
cat >main.c <<'END'
#include <stdio.h>
int twice(int);
int seven(void);
extern __thread int counter;
int main(void) { counter = twice(seven()); printf("%d\n", counter); return 0; }
END
echo 'int twice(int x) { return 2 * x; }' >twice.c
printf '__thread int counter;\nint never(void) { return 1; }\n' >counter.c
printf '.globl seven\n.type seven,@function\nseven:\n\tmovl $7, %%eax\n\tret\n' >seven.s
zvm-clang -flto -O2 -g main.c twice.c counter.c seven.s -o p
[ "$(zvm run ./p)" = 14 ]
x86_64-zvm-linux-musl-objdump -d --disassemble-symbols=main p >main.txt
if grep -q 'call.*twice' main.txt; then echo "twice was not inlined" >&2; exit 1; fi

for flavour in -flto -flto=thin -flto=auto; do
	rm -f ./*.o ./*.a
	zvm-clang $flavour -O2 -c main.c twice.c counter.c
	zvm-clang -c seven.s
	head -c 2 main.o | grep >/dev/null BC
	x86_64-zvm-linux-musl-ar rcs libparts.a twice.o counter.o seven.o
	zvm-clang $flavour -O2 main.o -L. -lparts -o p
	[ "$(zvm run ./p)" = 14 ]
done
# The link finds bitcode by itself.
zvm-clang main.o libparts.a -o p
[ "$(zvm run ./p)" = 14 ]
zvm-clang -O2 -c twice.c -o native.o
zvm-clang main.o native.o counter.o seven.o -o p
[ "$(zvm run ./p)" = 14 ]
# -fno-lto takes it back.
zvm-clang -flto -fno-lto -c twice.c
x86_64-zvm-linux-musl-readelf -h twice.o >/dev/null
