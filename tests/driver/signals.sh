# SPDX-License-Identifier: Apache-2.0
# A driver that is ended by a signal leaves no temporary files and no output.
# RUN: bash -e "$S"
# TIMEOUT: 60
mkdir tmp
# The compiler waits for the rest of its input.
mkfifo pipe
for signal in INT TERM HUP; do
	# Shells let background jobs ignore SIGINT, nohup SIGHUP.
	TMPDIR=$PWD/tmp env --default-signal=INT,HUP setsid zvm-clang -x c -c - -o out.o <pipe &
	pid=$!
	exec 9>pipe
	echo 'int x;' >&9
	for _ in $(seq 100); do
		[ -n "$(ls tmp)" ] && break
		sleep 0.05
	done
	[ -n "$(ls tmp)" ]
	sleep 0.2
	kill -$signal $pid
	s=0
	wait $pid || s=$?
	exec 9>&-
	[ $s = $((128 + $(kill -l $signal))) ] || { echo "$signal: status $s" >&2; exit 1; }
	[ -z "$(ls tmp)" ] || { echo "$signal: left $(ls -R tmp)" >&2; exit 1; }
	[ ! -e out.o ]
done
