#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$S" "$D"
# OUT: all well
# TIMEOUT: 300
# --verify-deterministic and --debug.
set -e
zvm-clang -O1 -g "$1/probe.c" -o probe
seq 1000 >numbers
# The effects are those of one run, whatever the streams are.
zvm run --verify-deterministic probe copy <numbers >out 2>err
cmp out numbers; grep -q 'zvm: deterministic: .*(sha256 [0-9a-f]\{64\})' err
cat numbers | zvm run --verify-deterministic probe copy 2>err | cmp - numbers
[ "$(zvm run --verify-deterministic probe random 2>/dev/null)" = "$(zvm run probe random)" ]
got=0; zvm run --verify-deterministic probe exit 5 2>err || got=$?; [ $got = 5 ]
got=0; zvm run --verify-deterministic probe poke 2>err || got=$?; [ $got = 139 ]
[ "$(grep -c 'segmentation fault' err)" = 1 ]; grep -q 'zvm: deterministic' err
got=0; zvm run --verify-deterministic -t 1 probe spin >/dev/null 2>err || got=$?; [ $got = 124 ]; grep -q 'not verified' err
# A file that the program appends to is appended to once.
cat >append.c <<'END'
#include <stdio.h>
int main(int argc, char **argv) { FILE *f = fopen(argv[1], "a"); fputs("line\n", f); return fclose(f); }
END
zvm-clang append.c -o append
: >log; zvm run --verify-deterministic append @log 2>err; [ "$(cat log)" = line ]
# Without an end there is nothing to compare.
got=0; zvm run --verify-deterministic append @/dev/urandom 2>err || got=$?
[ $got = 2 ] && grep -q 'a device that gives other data each time' err

# What differs is found and named: a loader of our own whose runs differ.
mkdir bin; cp "$(command -v zvm)" bin/
cat >bin/zerovm <<'END'
#!/bin/bash
while [ "$1" != --report ]; do shift; done
echo run >>runs; n=$(wc -l <runs)
printf '{"state": "ok", "guest_code": 0, "memory_digest": "%s", "channels": [{"alias": "/dev/stdin", "gets": 0, "puts": 0, "digest": null}, {"alias": "/dev/stdout", "gets": 0, "puts": 1, "digest": "%s"}]}' \
	"$n" "$n" >&"${2#fd:}"
END
chmod +x bin/zerovm
got=0; bin/zvm run --verify-deterministic probe exit 0 2>err || got=$?
[ $got = 123 ]
grep -q 'not deterministic: the runs differ in the memory' err
grep -q 'not deterministic: the runs differ on channel /dev/stdout' err
! grep -q 'channel /dev/stdin' err

# gdb: stopped in main, with lines, breakpoints and a backtrace.
command -v gdb >/dev/null || { echo all well; exit; }
printf '%s\n' 'info source' 'break poke' 'break divide' continue backtrace 'print by' continue 'kill' quit >commands
zvm-clang -O0 -g "$1/probe.c" -o plain
zvm run --debug plain divide <commands >out 2>&1 || true
grep -q 'main (argc=2' out
grep -q '#1 .* main (argc=' out
grep -q '= 0$' out
grep -q 'SIGFPE' out
echo all well
