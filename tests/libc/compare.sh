#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# compare.sh SOURCE [ARGUMENT...]: compiles one program for the sandbox and, with
# Debian's musl, for this machine; runs both; their output and exit status must
# be equal.  $FLAGS are for both compilers.
set -euo pipefail

source=$1
shift
name=$(basename "$source" .c)
# Neither compiler may work out a library function's result itself.
flags=(-O2 -std=gnu11 -D_GNU_SOURCE -fno-builtin ${FLAGS:-})
if [ ! -e "$name.zvm" ]; then # a case may run it several times
	musl-gcc "${flags[@]}" -w -static -o "$name.native" "$source" -lm -lpthread
	zvm-clang "${flags[@]}" -Wall -Wno-unused-result -o "$name.zvm" "$source" -lm -lpthread
fi

status_native=0 status_sandbox=0
mkdir -p native-root
(cd native-root && exec "../$name.native" "$@") >native.out 2>native.err </dev/null || status_native=$?
zvm run "$name.zvm" "$@" >sandbox.out 2>sandbox.err </dev/null || status_sandbox=$?
[ -s native.out ] || { echo "$name: the native program printed nothing" >&2; exit 1; }
if ! cmp -s native.out sandbox.out || [ $status_native != $status_sandbox ]; then
	echo "$name: native exit $status_native, sandbox exit $status_sandbox" >&2
	diff native.out sandbox.out | head -n 40 >&2
	tail -n 20 sandbox.err >&2
	exit 1
fi
