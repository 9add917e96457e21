#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures the validator on real code: run.sh [MEGABYTES]
# Links SQLite, zstd, Lua, zlib and bzip2, compiled by zvm-clang -O2, into one program, and validates copies of
# its text, at least 32 MB, on one thread; then those of a small program that uses little but printf.
. "$(dirname "$0")/../../scripts/lib.sh"

sdk=$BUILD/sdk
work=$BUILD/bench/validator
mkdir -p "$work"

# text PROGRAM: its text in whole bundles, filled up as the loader does
text() {
	llvm-objcopy-19 -O binary --only-section=.text "$work/$1" "$work/$1.part"
	python3 - "$work/$1.part" "$work/$1.text" <<-'END'
		import sys
		code = open(sys.argv[1], "rb").read()
		open(sys.argv[2], "wb").write(code + b"\xf4" * (-len(code) % 4096))
	END
}

if [ ! -f "$work/program.text" ]; then
	sources=()
	declare -A tree
	for name in sqlite zstd lua zlib bzip2; do
		tree[$name]=$("$SRC/scripts/source-tree.sh" "$name")
	done
	for f in "${tree[sqlite]}"/sqlite3.c "${tree[zstd]}"/lib/{common,compress,decompress}/*.c "${tree[lua]}"/src/*.c \
		"${tree[zlib]}"/*.c "${tree[bzip2]}"/{blocksort,bzlib,compress,crctable,decompress,huffman,randtable}.c; do
		case $f in */luac.c | */gz*.c) ;; *) sources+=("$f") ;; esac
	done
	logged bench-validator "$sdk/bin/zvm-clang" -O2 -w -DSQLITE_OMIT_LOAD_EXTENSION -DZSTD_DISABLE_ASM \
		-I "${tree[zlib]}" -I "${tree[lua]}/src" "${sources[@]}" -Wl,--no-gc-sections -lm -o "$work/program"
	logged bench-validator "$sdk/bin/zvm-clang" -O2 -w "$SRC/tests/libc/printf.c" -o "$work/small"
	text small
	text program
fi
cc -O2 -std=c11 -I "$sdk/include" "$SRC/bench/validator/speed.c" "$sdk/lib/libzvm_validator.a" -o "$work/speed"
"$work/speed" "$work/program.text" "${1:-32}"
"$work/speed" "$work/small.text" 1
