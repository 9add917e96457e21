# SPDX-License-Identifier: Apache-2.0
# Options of build scripts that need more than being passed on.
# RUN: bash -e "$S"
# TIMEOUT: 120
fail() { echo "$*" >&2; exit 1; }
echo 'int twice(int x) { return 2 * x; }' >twice.c
printf '#include <stdio.h>\nint twice(int);\nint main(void) { printf("%%d\\n", twice(7)); return 0; }\n' >main.c
for cc in zvm-clang zvm-gcc; do
	for options in '--debug' '--include limits.h' '--define-macro A=1' '-gstabs' \
		'-nodefaultlibs -lc' '-Wl,--copy-dt-needed-entries' '-Wl,--package-metadata=x' '-Wl,--require-defined=main' \
		'-Wl,--no-warn-rwx-segments' '-Wa,-mx86-used-note=no' '-Wa,-mintel64'; do
		$cc $options main.c twice.c -o p || fail "$cc $options"
		[ "$(zvm run ./p)" = 14 ] || fail "$cc $options: other output"
	done
done

# gcc's link-time optimisation: a warning, and code.
zvm-gcc -flto=auto -ffat-lto-objects -O2 -c main.c twice.c 2>err
grep -q "zvm-gcc: warning: '-flto=auto' has no effect in zvm-gcc: .*zvm-clang -flto does" err
zvm-gcc -flto main.o twice.o -o p 2>/dev/null
[ "$(zvm run ./p)" = 14 ]
zvm-gcc -flto -fno-lto -c twice.c 2>err
[ ! -s err ] || fail "$(cat err)"

# What gcc writes beside an object or a program carries its name.
mkdir out
zvm-gcc -fstack-usage -c twice.c && [ -s twice.su ] || fail "no twice.su"
zvm-gcc -fstack-usage -c twice.c -o out/b.o && [ -s out/b.su ] || fail "no out/b.su"
zvm-gcc -fstack-usage main.c twice.c -o out/p && [ -s out/p-twice.su ] || fail "no out/p-twice.su"

# A file's bytes as data.
printf 'bytes' >data.bin
printf 'extern char _binary_data_bin_start[], _binary_data_bin_end[];\nint main(void) { return _binary_data_bin_end - _binary_data_bin_start - 5; }\n' >bin.c
zvm-clang bin.c -Wl,--format=binary data.bin -Wl,--format=default -o bin && zvm run ./bin
x86_64-zvm-linux-musl-ld -r -b binary data.bin -o data.o
zvm-clang bin.c data.o -o bin && zvm run ./bin

# Computed gotos keep their own jumps when bitcode is linked, too.
zvm-clang -flto -c main.c twice.c
zvm-clang -flto -### main.o twice.o 2>&1 | grep -q '"-mllvm" "-tail-dup-pred-size=256"' || fail "no tuning of the link"

# Build scripts try options and throw the program away.
for cc in zvm-clang zvm-gcc; do
	$cc -O2 main.c twice.c -o /dev/null || fail "$cc: -o /dev/null"
	[ -c /dev/null ] || fail "$cc replaced /dev/null"
done

# A tool that dies is reported under the driver's own name.
mkdir bin_dir
printf '#!/bin/sh\nkill -SEGV $$\n' >bin_dir/llvm-mc-19
chmod +x bin_dir/llvm-mc-19
if PATH=$PWD/bin_dir:$PATH zvm-gcc -c twice.c 2>err; then fail "no error"; fi
grep -q "^zvm-gcc: error: 'llvm-mc-19' was ended by signal 11" err || fail "$(cat err)"

# Maps of names hold for assembly, too: no folder of the build is left in the object.
mkdir -p secret/sub
printf '.globl f\nf:\n\tcall g\n\tret\n' >secret/sub/f.S
for cc in zvm-clang zvm-gcc; do
	$cc -g -ffile-prefix-map="$PWD=here" -c "$PWD/secret/sub/f.S" -o f.o
	if grep -aqF "$PWD" f.o; then fail "$cc: the name of the folder is in f.o"; fi
	x86_64-zvm-linux-musl-objdump -dl f.o | grep -q 'here/secret/sub/f.S:3' || fail "$cc: no line 3"
done
