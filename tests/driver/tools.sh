# SPDX-License-Identifier: Apache-2.0
# The binary utilities under their prefixed names, and partial linking.
# RUN: bash -e "$S"
# TIMEOUT: 60
P=x86_64-zvm-linux-musl
echo 'int a(void) { return 3; }' >a.c
echo 'int a(void); int b(void) { return a() + 1; }' >b.c
echo 'int b(void); int main(void) { return b() - 4; }' >main.c
zvm-clang -g -O1 -c a.c b.c main.c
$P-ar rc libab.a a.o b.o && $P-ranlib libab.a
$P-nm libab.a | grep >/dev/null ' T b'
zvm-clang main.o -L. -lab -o p && zvm run ./p
zvm-clang -r a.o b.o -o ab.o && zvm-clang main.o ab.o -o p && zvm run ./p
$P-ld -r a.o b.o -o ab2.o && zvm-clang main.o ab2.o -o p && zvm run ./p
$P-objdump -d p | grep >/dev/null '<main>:'
$P-readelf -h p | grep >/dev/null 'EXEC'
$P-size p | grep >/dev/null text
$P-objcopy -O binary --only-section=.rodata p rodata.bin
cp p stripped && $P-strip stripped && zvm-validate stripped >/dev/null && zvm run ./stripped
[ "$(stat -c %s stripped)" -lt "$(stat -c %s p)" ]
zvm-clang -s main.o a.o b.o -o s && zvm run ./s
$P-addr2line -f -e p "0x$($P-nm p | sed -n 's/ T main$//p')" | grep >/dev/null main
# A program by the linker alone, without a C library.
echo '#include <zvm.h>
void _start(void) { zvm_exit(6); }' >bare.c
zvm-clang -c bare.c && $P-ld bare.o -o bare
zvm run ./bare || [ $? = 6 ]
