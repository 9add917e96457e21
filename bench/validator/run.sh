#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the validator on real code: run.sh [MEGABYTES]
# Links Lua, zlib and bzip2, compiled by zvm-clang -O2, into one program, and validates copies of its text, at least 32 MB, on one thread.
. "$(dirname "$0")/../../scripts/lib.sh"

sdk=$BUILD/sdk
work=$BUILD/bench/validator
mkdir -p "$work"

if [ ! -f "$work/text" ]; then
	sources=()
	for name in lua zlib bzip2; do
		archive=$("$SRC/scripts/fetch.sh" "$SRC/ports/$name.lock")
		mkdir -p "$work/$name"
		tar -xf "$archive" -C "$work/$name" --strip-components=1
	done
	for f in "$work"/lua/src/*.c "$work"/zlib/*.c "$work"/bzip2/{blocksort,bzlib,compress,crctable,decompress,huffman,randtable}.c; do
		case $f in */luac.c | */gz*.c) ;; *) sources+=("$f") ;; esac
	done
	logged bench-validator "$sdk/bin/zvm-clang" -O2 -w -I "$work/zlib" -I "$work/lua/src" "${sources[@]}" \
		-lm -o "$work/program"
	llvm-objcopy-19 -O binary --only-section=.text "$work/program" "$work/text.part"
	# whole bundles, filled up as the loader does
	python3 - "$work/text.part" "$work/text" <<-'END'
		import sys
		code = open(sys.argv[1], "rb").read()
		open(sys.argv[2], "wb").write(code + b"\xf4" * (-len(code) % 4096))
	END
fi
cc -O2 -std=c11 -I "$sdk/include" "$SRC/bench/validator/speed.c" "$sdk/lib/libzvm_validator.a" -o "$work/speed"
exec "$work/speed" "$work/text" "${1:-32}"
