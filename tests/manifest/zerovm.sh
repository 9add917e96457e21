#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$S"
# OUT: all well
# TIMEOUT: 120
# Every case of the parser once more through zerovm: the same complaint, exit code
# and report; and those situations that show only when something is opened.
set -u
failed=0
wrong() { echo "$1: $2"; cat out err 2>/dev/null; failed=1; }

count=0
for case in "$D"/cases/*.manifest; do
	name=${case##*/}
	code=$(sed -n 's/^# EXIT: //p' "$case")
	[ -n "$code" ] || continue
	count=$((count + 1))
	zerovm --report report "$case" >out 2>err && got=0 || got=$?
	[ $got = "$code" ] || wrong "$name" "exit code $got, not $code"
	text=$(sed -n 's/^# OUT: //p' "$case")
	grep -qF -e "$text" err || wrong "$name" "stderr lacks: $text"
	[ ! -s out ] || wrong "$name" "something on standard output"
	grep -q '"state": "manifest"' report || wrong "$name" "the report lacks the state"
	zerovm --quiet --exit-status --report /dev/null "$case" >out 2>err && got=0 || got=$?
	[ $got = 125 ] && [ ! -s err ] || wrong "$name" "exit status $got with --exit-status, or not quiet"
done
[ $count -ge 60 ] || { echo "only $count cases"; failed=1; }

# What the original's tests call no nexe, malformed nexe, too large nexe, unsupported
# channel source, and their kin.
manifest() { # PROGRAM URI [LINE]
	cat <<-END
	Version = 20130611
	Program = $1
	Memory = 33554432, 0
	Timeout = 10
	Channel = $2, /dev/stdin, 0, 0, 1, 1, 0, 0
	Channel = /dev/null, /dev/stdout, 0, 0, 0, 0, 99, 9999
	Channel = /dev/null, /dev/stderr, 0, 0, 0, 0, 99, 9999
	${3-}
	END
}
opened() { # CODE STATE TEXT PROGRAM URI [LINE]
	manifest "${@:4}" >m
	zerovm --report report m >out 2>err && got=0 || got=$?
	[ $got = "$1" ] || wrong "$3" "exit code $got, not $1"
	grep -q "\"state\": \"$2\"" report || wrong "$3" "state is not $2: $(cat report)"
	[ -z "$3" ] || grep >/dev/null -F -e "$3" err || wrong "$3" "not in stderr"
}
mkdir folder
: >empty
head -c 4096 /dev/zero >zeros
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
opened 2 no-program nosuch nosuch /dev/null
opened 8 not-zvm empty empty /dev/null
opened 8 not-zvm zeros zeros /dev/null
opened 8 not-zvm /ls "$(command -v ls)" /dev/null
opened 5 no-program /dev/zero /dev/zero /dev/null
opened 21 no-program folder folder /dev/null
zvm-clang -O2 -nostdlib "$D/exit.c" -o exit || exit 1
opened 93 channel socket exit "$PWD/socket"
opened 93 channel folder exit "$PWD/folder"
opened 2 channel nosuch exit "$PWD/nosuch"
opened 93 channel procfs exit /proc/self/maps
opened 9 channel "descriptor 77" exit fd:77
opened 0 ok "" exit /dev/null "Channel = $PWD/folder/made, /dev/w, 0, 0, 0, 0, 1, 1"
[ -e folder/made ] || wrong made "a writable file was not made"
opened 2 channel nosuch exit "$PWD/nosuch" "Channel = $PWD/zeros, /dev/w, 0, 0, 0, 0, 1, 1"
[ "$(stat -c %s zeros)" = 4096 ] || wrong zeros "a session that failed to start emptied a file"
[ $failed = 0 ] && echo all well
