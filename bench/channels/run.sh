#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What reading and writing channels costs, beside the same system call outside the
# sandbox: run.sh [ROUNDS].  One byte at a time shows the cost of a call, 64 KiB the
# throughput; the processor time of a pipe holds both ends.
. "$(dirname "$0")/../../scripts/lib.sh"

work=$BUILD/bench/channels
rounds=${1:-9}
mkdir -p "$work"
cd "$work"
export PATH=$SDK/bin:$PATH
cc -O2 -static "$SRC/bench/startup/interleave.c" -o interleave
folder=$(mktemp -d -p /dev/shm)
trap 'rm -rf "$folder"' EXIT
head -c 65536 /dev/zero >"$folder/in"
cp "$folder/in" "$folder/out"
big=0x7fffffffffffff
cat >manifest <<END
Version = 20130611
Program = calls.zvm
Memory  = 67108864, 0
Timeout = 500
Channel = fd:0, /dev/stdin, 0, 0, $big, $big, 0, 0
Channel = fd:1, /dev/stdout, 0, 0, 0, 0, $big, $big
Channel = fd:2, /dev/stderr, 0, 0, 0, 0, $big, $big
Channel = $folder/in, /dev/in, 3, 0, $big, $big, 0, 0
Channel = $folder/out, /dev/out, 3, 0, 0, 0, $big, $big
END

measure() { # NAME WRITES FD NUMBER SIZE COUNT BEFORE AFTER
	local defines=(-DWRITES="$2" -DFD="$3" -DNUMBER="$4" -DSIZE="$5" -DCOUNT="$6")
	musl-gcc -O2 -static "${defines[@]}" "$SRC/bench/channels/calls.c" -o calls.native
	zvm-clang -O2 -nostdlib -fno-builtin "${defines[@]}" "$SRC/bench/channels/calls.c" -o calls.zvm
	echo "$1, $5 bytes: nanoseconds a call (least wall, median wall, median cpu), outside and inside"
	./interleave "$rounds" sh -c "exec 3<$folder/in 4<>$folder/out; $7 ./calls.native $8" -- \
		sh -c "$7 zerovm --report /dev/null manifest $8" |
		awk -v n="$6" 'NR > 1 { printf "%10.0f %10.0f %10.0f\n", $1 * 1000 / n, $2 * 1000 / n, $3 * 1000 / n }'
}

measure "file, read" 0 3 17 1 1000000 "" ""
measure "file, write" 1 4 18 1 1000000 "" ""
measure "file, read" 0 3 17 65536 40000 "" ""
measure "file, write" 1 4 18 65536 40000 "" ""
measure "pipe, read" 0 0 0 65536 20000 "cat /dev/zero |" ""
measure "pipe, write" 1 1 1 65536 20000 "" "| cat >/dev/null"
