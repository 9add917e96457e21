#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Two runs are equal in output and memory, at other times and under load; another
# seed or time changes what it should and nothing else.
#
# RUN: bash $S $D
# OUT: equal: output and memory
# OUT: equal: under load, with another environment and stack limit
# OUT: seed: random numbers only
# OUT: time: clock only
# TIMEOUT: 180
set -euo pipefail
zvm-clang -O2 "$1/determinism.c" -o t
run() { # OUTPUT OPTIONS...: the output, and the memory's digest behind it
	local out=$1
	shift
	zvm run --report report.json --digest sha256 "$@" t >"$out"
	python3 -c 'import json, sys; r = json.load(open("report.json")); print(r["memory_digest"] or sys.exit("no digest"))' >>"$out"
}
run one
sleep 1.1
run two
cmp one two && echo "equal: output and memory"
timeout 20 sh -c 'while :; do :; done' &
(ulimit -s 4096 && env -i "PATH=$PATH" NOISE="$(head -c 5000 /dev/zero | tr '\0' x)" bash -c "$(declare -f run); run three")
kill $!
cmp one three && echo "equal: under load, with another environment and stack limit"
run four --seed other
! cmp -s <(grep ^random one) <(grep ^random four) && cmp <(grep -v '^random\|^[0-9a-f]*$' one) <(grep -v '^random\|^[0-9a-f]*$' four) && echo "seed: random numbers only"
run five --time 1000000
! cmp -s <(grep ^clock one) <(grep ^clock five) && cmp <(grep -v '^clock\|^[0-9a-f]*$' one) <(grep -v '^clock\|^[0-9a-f]*$' five) && echo "time: clock only"
