#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D" && test "$(zvm run hello | wc -l)" = 1
# OUT-FILE: expected
set -x
zvm-clang -O2 "$1/hello.c" -o hello
zvm run hello "two words" 'quotes "and" commas, too'
