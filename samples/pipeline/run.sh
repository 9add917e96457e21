#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D"
# OUT-FILE: expected
set -x
for program in split count merge; do zvm-clang -O2 "$1/$program.c" -o $program; done
cp "$1/count.pipeline" . && seq 1000 >numbers
zvm pipeline count.pipeline
