# SPDX-License-Identifier: Apache-2.0
# The SQLite shell, unmodified: databases in memory and in a file of ZRT.
# RUN: bash -e "$S"
# TIMEOUT: 400
. "$D/build.sh"

build() { $CC -O2 -DSQLITE_THREADSAFE=0 -DSQLITE_OMIT_LOAD_EXTENSION \
	-DSQLITE_ENABLE_FTS5 shell.c sqlite3.c -o sqlite -lm; }
both sqlite build

cp "$D/exercise.sql" input
same sqlite :memory:
grep -q '^done|' sandbox.out
cp sandbox.out memory.out
same sqlite file.db
cmp memory.out sandbox.out
# An existing database file of the host, read through a channel.
native/sqlite made.db 'create table t(a, b); insert into t values (1, "x"), (2, "y"); vacuum;'
[ "$(zvm run sandbox/sqlite -readonly @made.db 'select sum(a), group_concat(b) from t')" = '3|x,y' ]
echo 'select * from nowhere;' >input
same sqlite :memory:
