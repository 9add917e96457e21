#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$SRC/scripts/port.sh" sqlite >port.log && "$D/run.sh" "$D"
# OUT-FILE: expected
# TIMEOUT: 300
set -x
zvm-clang -O2 "$1/query.c" $(x86_64-zvm-linux-musl-pkg-config --cflags --libs sqlite3) -o query
zvm run query @cities.db 'CREATE TABLE city(name TEXT, people INTEGER)' \
    "INSERT INTO city VALUES('Oslo', 709037), ('Riga', 605802), ('Bern', 134794), ('Rome', 2755309)"
# A second run finds what the first one wrote.
zvm run query @cities.db 'SELECT name, people FROM city WHERE people > 200000 ORDER BY people DESC' \
    'SELECT count(*), sum(people) FROM city'
