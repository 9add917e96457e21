#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# portable.sh SOURCE: compiles one program for the sandbox and for this machine,
# there with musl's portable C mathematics (no assembly of any kind) in front of
# the C library; their output must be equal to the last bit.
set -euo pipefail

source=$1
name=$(basename "$source" .c)
musl=$(echo "$BUILD"/guest/musl/musl-*/)
cache=$BUILD/tests
mkdir -p "$cache"
compile=(clang-19 --target=x86_64-linux-musl -march=x86-64-v2 -mlzcnt -mbmi -O2 -fno-builtin)

# The portable functions, once for all tests.
(
	flock 9
	[ -e "$cache/portable-math.a" ] && exit
	rm -rf "$cache/portable"
	mkdir "$cache/portable"
	cd "$cache/portable"
	"${compile[@]}" -c -w -std=c99 -nostdinc -ffreestanding -frounding-math -D_XOPEN_SOURCE=700 \
		-D__may_alias__= -I"$musl/arch/x86_64" -I"$musl/arch/generic" -I"$BUILD/guest/musl/internal" \
		-I"$musl/src/include" -I"$musl/src/internal" -I"$BUILD/guest/musl/include" -I"$musl/include" \
		"$musl"/src/math/*.c "$musl"/src/complex/*.c
	ar rcs ../portable-math.a.new ./*.o
	mv ../portable-math.a.new ../portable-math.a
) 9>"$cache/.portable-math.lock" >&2

"${compile[@]}" -std=gnu11 -D_GNU_SOURCE -nostdinc -isystem /usr/include/x86_64-linux-musl \
	-c -o "$name.native.o" "$source"
musl-gcc -static -o "$name.native" "$name.native.o" "$cache/portable-math.a"
zvm-clang -O2 -std=gnu11 -D_GNU_SOURCE -fno-builtin -Wall -o "$name.zvm" "$source" -lm
"./$name.native" >native.out
zvm run "$name.zvm" >sandbox.out
[ -s native.out ]
cmp native.out sandbox.out || { diff native.out sandbox.out | head -n 40 >&2; exit 1; }
