#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$S" "$D"
# OUT: all well
# TIMEOUT: 300
# Pipes between sandboxes and other programs; zvm pipeline.
set -e
zvm-clang -O1 -g "$1/probe.c" -o probe
seq 20000 >numbers
zvm run probe copy <numbers | zvm run probe copy | cmp - numbers
# What a running program has written so far is there at once: no full buffer is waited for.
: >log
tail -f log | zvm run probe copy >seen &
reader=$!
for line in first second; do
	echo $line >>log
	for i in $(seq 200); do ! grep -q $line seen || break; sleep 0.1; done
	grep -q $line seen || { echo "'$line' was not delivered"; exit 1; }
done
kill $(jobs -p) 2>/dev/null || :; wait $reader || :

# A reader that leaves ends the writer, as everywhere; nothing is said.
set +e
zvm run probe flood 2>err | head -n 1 >/dev/null
states=("${PIPESTATUS[@]}")
set -e
[ "${states[0]}" = 141 ] || { echo "the writer's status is ${states[0]}"; cat err; exit 1; }
[ ! -s err ]

# A graph of instances; each kind of wire.
cat >graph <<'END'
[first]
program = probe
args = copy
read = numbers as /dev/stdin
connect = /dev/stdout -> second:/dev/stdin
[second]
program = ./probe
args = "copy"
mem = 64M
connect = /dev/stdout -> third:/dev/stdin via tcp
[third]
program = probe
args = copy
connect = /dev/stdout -> fourth:/dev/stdin via pipe
[fourth]
program = probe
args = copy
write = result as /dev/stdout
END
zvm pipeline graph
cmp result numbers
mkdir elsewhere; (cd elsewhere; zvm pipeline ../graph)
[ "$(zvm pipeline --dry-run graph | grep -c '^Version = 20130611')" = 4 ]

# The first to fail is named, and its status is ours; nobody hangs.
failing() { # STATUS TEXT, file on standard input
	local got=0
	cat >bad
	zvm pipeline bad >out 2>err || got=$?
	[ $got = "$1" ] && grep -qF -e "$2" err || { echo "status $got, not $1 with: $2"; cat err; exit 1; }
}
failing 139 '[crash] failed with exit status 139' <<'END'
[crash]
program = probe
args = poke
connect = /dev/stdout -> reader:/dev/stdin
[reader]
program = probe
args = copy
END
failing 7 '[ends] failed with exit status 7' <<'END'
[ends]
program = probe
args = exit 7
END
failing 2 'bad:2: unknown key progam; did you mean: program' <<<$'[a]\nprogam = x'
failing 2 'bad:1: a key stands before the first [INSTANCE]' <<<'program = x'
failing 2 'bad:1: this instance has no program: a' <<<'[a]'
failing 2 'bad:3: there is no such instance: b' <<<$'[a]\nprogram = probe\nconnect = /dev/stdout -> b:/dev/stdin'
failing 2 'bad:3: an instance cannot be connected with itself' <<<$'[a]\nprogram = probe\nconnect = /dev/stdout -> a:/dev/stdin'
failing 2 'bad:3: expected via unix, pipe, tcp' <<<$'[a]\nprogram = probe\nconnect = /dev/stdout -> a:/dev/stdin via carrier'
failing 2 'two channels /dev/stdin' <<<$'[a]\nprogram = probe\nread = numbers as /dev/stdin\n[b]\nprogram = probe\nconnect = /dev/stdout -> a:/dev/stdin'
failing 2 'bad:3: nosuch: cannot open' <<<$'[a]\nprogram = probe\nread = nosuch as /dev/stdin'
failing 2 "bad:3: --mem 'x': not a number" <<<$'[a]\nprogram = probe\nmem = x'
failing 127 'there is no such program' <<<$'[a]\nprogram = nosuch'
failing 2 'names no instance' <<<'# nothing'
echo all well
