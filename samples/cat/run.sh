#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D"
# RUN: head -c 3000000 /dev/urandom > big; zvm run cat < big | cmp - big
# RUN: zvm run cat < big > copy; cmp big copy; : | zvm run cat | cmp - /dev/null
# OUT-FILE: expected
set -x
zvm-clang -O2 "$1/cat.c" -o cat
printf 'through a pipe\n' | zvm run cat
seq 3 | zvm run cat | zvm run cat
