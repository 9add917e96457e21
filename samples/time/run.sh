#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D"
# RUN: zvm run --seed other clock > other; ! cmp -s first other
# RUN: zvm run --time 1000000000 clock | grep >/dev/null 'time 1000000000, 2001-09-09 01:46:40 UTC'
# OUT-FILE: expected
set -x
zvm-clang -O2 "$1/clock.c" -o clock
zvm run clock > first
zvm run clock > second
cmp first second && head -n 3 first
