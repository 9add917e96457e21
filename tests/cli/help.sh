#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$S"
# OUT: all well
# Every help fits a screen of 80 x 24; manual and completion know every option.
set -e
fits() { # COMMAND...
	"$@" >out
	[ "$(wc -l <out)" -le 24 ] || { echo "$*: $(wc -l <out) lines"; exit 1; }
	! grep -nE '^.{81,}' out || { echo "$*: too wide"; exit 1; }
}
fits zvm --help
fits zvm help
fits zvm run --help
fits zvm help run
fits zvm pipeline --help
man=$SDK/share/man/man1
zvm run --help | grep -oE -- '--[a-z-]+' | sort -u >options
[ "$(wc -l <options)" -ge 15 ]
while read -r option; do
	sed 's/\\-/-/g' "$man/zvm-run.1" | grep >/dev/null -e "$option" || { echo "the manual lacks $option"; exit 1; }
	grep -q -e "$option" "$SDK/share/bash-completion/completions/zvm" || { echo "completion lacks $option"; exit 1; }
done <options
zerovm --help | grep -oE -- '--[a-z-]+' | sort -u | while read -r option; do
	sed 's/\\-/-/g' "$man/zerovm.1" | grep >/dev/null -e "$option" || { echo "the manual lacks $option"; exit 1; }
done
! command -v man >/dev/null || for page in zvm zvm-run zvm-pipeline zerovm; do
	# groff is silent about pages that are well.
	[ -z "$(LC_ALL=C man --warnings -E ascii -l -Tutf8 "$man/$page.1" 2>&1 >/dev/null)" ]
done

# The completion, asked as bash asks it.
. "$SDK/share/bash-completion/completions/zvm"
complete_words() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _zvm; echo "${COMPREPLY[*]}"; }
touch datafile
[ "$(complete_words zvm pi)" = pipeline ]
[ "$(complete_words zvm run --verify)" = --verify-deterministic ]
[ "$(complete_words zvm run prog @dataf)" = @datafile ]
[ "$(complete_words zvm run --digest sha2)" = sha256 ]

# Typos, and what is not what it should be.
printf '\t.globl _start\n_start: hlt\n' >stop.S
clang-19 -c stop.S -o stop.o && ld.lld-19 -T "$SDK/x86_64-zvm-linux-musl/lib/zvm.ld" stop.o -o stop
program=./stop
says() { # STATUS TEXT COMMAND...
	local status=$1 text=$2 got=0
	shift 2
	"$@" >out 2>&1 || got=$?
	[ $got = "$status" ] && grep -qF -e "$text" out || { echo "$*: status $got"; cat out; exit 1; }
}
says 2 'did you mean `zvm run`?' zvm rnu
says 2 'did you mean `zvm validate`?' zvm valdiate x
says 2 'to run a program: zvm run ./prog' zvm ./prog
says 2 'did you mean --timeout?' zvm run --timout 3 x
says 2 'did you mean --verify-deterministic?' zvm run --verify-determinstic x
says 2 'unknown option -z' zvm run -z x
says 2 '--mem needs SIZE' zvm run --mem
says 2 '--debug takes no value' zvm run --debug=1 x
says 2 "'x' is not understood; expected a whole number of bytes, or of K, M or G: 64M" zvm run --mem 3x p
says 2 "--mem 'prog': not a number; expected a whole number of bytes" zvm run --mem prog
says 2 "'s' is not understood; expected a whole number of seconds" zvm run --timeout 5s p
says 2 "--clock-step" zvm run --clock-step 0 p
says 2 "--time 'today': expected seconds since 1970, or now" zvm run --time today p
says 2 'did you mean `zvm --version`?' zvm --versoin
says 2 'did you mean `zvm --help`?' zvm --hlep
says 2 'to run a program: zvm run datafile' zvm datafile
says 2 'is no folder; give a file as @FILE' zvm run --volume datafile:/x "$program"
says 2 '--report no/such: cannot write' zvm run --report no/such "$program"
says 14 'is a program, no manifest; `zvm run '"$program" zerovm "$program"
mkfifo fifo
for file in fifo /dev/zero; do says 2 "$file: is not a regular file" timeout 20 zvm validate $file; done
says 2 'must be between' zvm run --mem 5G p
says 2 'not a number' zvm run --timeout -3 p
says 2 'expected NAME=VALUE' zvm run -e NAME p
says 2 'no program is named' zvm run
says 2 'expected HOST:GUEST' zvm run -v folder p
says 2 'a folder is ro or rw' zvm run -v a:/b:wo p
says 2 '/dev holds the channels' zvm run -v a:/dev/x p
says 2 'usage: zvm' zvm
echo all well
