# SPDX-License-Identifier: Apache-2.0
# SQLite's own thread tests, unmodified: many connections to the same databases
# from many threads, with a shared cache, with a write-ahead log, serialized.
# RUN: bash -e "$S"
# OUT: Total 0 errors
# OUT: Total 0 errors
# OUT: Total 0 errors
# OUT: OK
# TIMEOUT: 400
. "$D/build.sh"

build() {
	$CC -O1 -w -DSQLITE_THREADSAFE=1 -DSQLITE_OMIT_LOAD_EXTENSION -I. -c sqlite3.c -o sqlite3.o
	for n in 4 5; do
		$CC -O1 -w -DSQLITE_THREADSAFE=1 -I. -Isrc test/threadtest$n.c sqlite3.o -o threads$n -lpthread -lm
	done
}
both sqlite build

# (A thread gives up after ten refusals: with more threads some do, on Linux too.)
# How many tests a thread gets to depends on who runs when; errors do not.
for options in "8" "-wal -serialized 5" "-multithread -wal 6"; do
	zvm run sandbox/threads4 $options >out
	grep -o '^Total [0-9]* errors' out
	[ "$(sed -n 's/^Total .* in \([0-9]*\) tests$/\1/p' out)" -gt 100 ]
	# The schedule is the same in every run.
	zvm run sandbox/threads4 $options | cmp - out
done
zvm run sandbox/threads5 | grep '^OK$'
