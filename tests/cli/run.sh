#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$S" "$D"
# NEEDS: landlock
# OUT: all well
# TIMEOUT: 300
# zvm run: what a program gets, and how its end is told.
set -e
zvm-clang -O1 -g "$1/probe.c" -o probe
status() { # STATUS COMMAND...
	local want=$1 got=0
	shift
	"$@" || got=$?
	[ $got = "$want" ] || { echo "$*: status $got, not $want"; exit 1; }
}
says() { # STATUS REGEX COMMAND...
	local regex=$2
	status "$1" "${@:3}" 2>err
	grep -qE -e "$regex" err || { echo "${*:3}: stderr has not $regex:"; cat err; exit 1; }
}

# Exit status, and no word about an ordinary end.
for code in 0 1 42 255; do status $code zvm run probe exit $code 2>err; [ ! -s err ]; done
status 44 zvm run probe exit 300

# Faults: what, where in the source, and the signal's status.
says 136 '^probe: arithmetic error \(integer division by zero.* in function divide \(probe\.c:[0-9]+\)$' zvm run probe divide
says 139 '^probe: segmentation fault at 0x8 \(write.*\) in function (poke|main) \(probe\.c:[0-9]+\)$' zvm run probe poke
says 139 '^probe: segmentation fault at 0xfeff[0-9a-f]* \(stack overflow; --stack gives it more\) in function recurse \(probe\.c:[0-9]+\)$' zvm run probe recurse
says 132 '^probe: illegal instruction .*in function main' zvm run probe trap
status 134 zvm run probe abort 2>err
says 124 'the time limit of 1 s is over' zvm run -t 1 probe spin >/dev/null
says 124 'it used its 1 s of processor time' zvm run --cpu 1 probe spin >/dev/null
# Without debug information and without symbols there is still an address.
cp probe bare; x86_64-zvm-linux-musl-strip bare
says 139 'segmentation fault at 0x8 .*instruction at 0x2' zvm run bare poke
# The report has the same, for programs to read.
status 139 zvm run --report r.json probe poke 2>err
python3 - <<'PY'
import json
r = json.load(open("r.json"))
assert r["state"] == "fault" and r["exit_status"] == 139 and r["guest_code"] is None, r
assert r["fault"]["address"] == "0x8" and r["fault"]["signal"] == "SIGSEGV", r
assert r["fault"]["function"] in ("poke", "main") and r["fault"]["source"].startswith("probe.c:"), r
assert r["peak_memory"] > 0 and r["time"]["wall_ns"] > 0 and r["validator"]["verdict"] == "accepted", r
PY
status 3 zvm run --report r.json --digest md5 probe exit 3
python3 -c 'import json; r = json.load(open("r.json")); assert r["guest_code"] == 3 and r["digest"] == "md5" and len(r["memory_digest"]) == 32, r'

# What is no program for the sandbox, and what to do about it.
says 127 'nosuch: there is no such program' zvm run nosuch
says 126 'is a native Linux program; compile its source with zvm-clang' zvm run "$(command -v ls)"
says 126 'is a script' zvm run "$0"
says 126 'is source; compile it first: zvm-clang' zvm run "$1/probe.c"
says 126 'is a directory' zvm run /
says 126 'it is not an ELF file' zvm run r.json
zvm-clang -c "$1/probe.c" -o probe.o
says 126 'is an object file; link it' zvm run probe.o
head -c 30 probe >cut; says 126 'is cut off' zvm run cut
head -c 100000 probe >cut; status 126 zvm run cut 2>err; grep -q . err
: >empty; says 126 'is empty' zvm run empty
printf '\x7fELF\x02\x01\x01%057d' 0 >odd; says 126 'another machine' zvm run odd

# Environment, clock and random numbers: nothing of this machine.
[ "$(HOME=/x zvm run probe env HOME)" = '(none)' ]
[ "$(zvm run -e 'A=b, "c" \ # =' probe env A)" = 'b, "c" \ # =' ]
[ "$(zvm run -e A=1 -e A=2 probe env A)" = 2 ]
[ "$(zvm run -e A= probe env A)" = '' ]
[ "$(zvm run probe time)" = 0 ]
[ "$(zvm run --time 1234567890 probe time)" = 1234567890 ]
# The first reading adds a second: whoever waits for time to pass by reading has not long to wait.
[ "$(zvm run --clock-step 1000000000 probe time)" = 1 ]
[ "$(zvm run --time 50 --clock-step 1000000000 probe time)" = 51 ]
now=$(zvm run --time now probe time); [ $((now - $(date +%s))) -ge -30 ] && [ $((now - $(date +%s))) -le 30 ]
[ "$(zvm run probe random)" = "$(zvm run probe random)" ]
[ "$(zvm run --seed a probe random)" = "$(zvm run --seed a probe random)" ]
[ "$(zvm run --seed a probe random)" != "$(zvm run --seed b probe random)" ]

# Memory.
small=$(zvm run -m 64M probe fill); [ "$small" -ge 32 ] && [ "$small" -le 48 ]
[ "$(zvm run -m 0x4000000 --stack 1M probe fill)" -gt "$small" ]
says 125 'Memory' zvm run -m 1M probe exit 0

# @FILE: read, write, created, read-only; odd names; @@ and variables.
printf 'one\n' >'a, b;c=#.txt'
[ "$(zvm run probe env X @X=y)" = y ]
[ "$(zvm run probe copy <'a, b;c=#.txt')" = one ]
zvm run probe exit 0 @'a, b;c=#.txt' @made; [ -f made ] && [ ! -s made ]
says 2 'is a directory; give it with --volume' zvm run probe exit 0 @/
says 2 'cannot open' zvm run probe exit 0 @no/such/file

[ "$(zvm run probe show @'a, b;c=#.txt')" = one ]
[ "$(zvm run probe show @<(seq 2))" = $'1\n2' ]
says 2 'is a pipe and cannot be kept' zvm run --save kept probe show @<(seq 2)

# Closed streams are empty.
status 0 zvm run probe copy <&-
status 0 zvm run probe exit 0 >&-

# A loader that is not there.
mkdir lone; cp "$(command -v zvm)" lone/
says 125 'cannot run this part of the SDK' lone/zvm run probe exit 0

# Deaths that the loader cannot tell of: a forbidden call (with a planted hole), SIGKILL.
cp "$BUILD/host/tests/loader/zerovm-hole" lone/zerovm
printf '.globl _start\n_start: mov $39, %%eax\nsyscall\n' >call.S
clang-19 -c call.S -o call.o; ld.lld-19 -T "$SDK/x86_64-zvm-linux-musl/lib/zvm.ld" call.o -o call
says 159 'stopped at a forbidden system call' lone/zvm run --report r.json call
grep -q '"state": "killed"' r.json
zvm run probe spin >started 2>err & zvm=$!
until grep -q spinning started; do sleep 0.05; done
kill -KILL $(cat /proc/$zvm/task/$zvm/children)
status 137 wait $zvm; grep -q 'was killed, for lack of memory or by somebody' err

# --save: the same session again, with zerovm alone.
(umask 022; zvm run --save saved -e N=v probe env N >/dev/null)
[ "$(zerovm --report /dev/null saved/manifest)" = v ]
echo all well
