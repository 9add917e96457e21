#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From exec to exit of a program that prints a line, natively and in the sandbox:
# run.sh [ROUNDS].  The commands run in turn, so a busy machine disturbs all alike.
. "$(dirname "$0")/../../scripts/lib.sh"

here=$SRC/bench/startup
work=$BUILD/bench/startup
mkdir -p "$work"
cd "$work"
export PATH=$SDK/bin:$PATH

cc -O2 -static "$here/interleave.c" -o interleave
musl-gcc -O2 -static "$SRC/bench/programs/hello.c" -o hello.native
zvm-clang -O2 "$SRC/bench/programs/hello.c" -o hello
cat >manifest <<'END'
Version = 20130611
Program = hello
Memory  = 4294967296, 0
Timeout = 50
Channel = /dev/null, /dev/stdin, 0, 0, 1, 1, 0, 0
Channel = fd:1, /dev/stdout, 0, 0, 0, 0, 1000000, 1000000000
Channel = fd:2, /dev/stderr, 0, 0, 0, 0, 1000000, 1000000000
END
exec ./interleave "${1:-500}" ./hello.native -- zerovm --report /dev/null manifest -- zvm run ./hello
