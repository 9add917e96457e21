#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D"
# OUT-FILE: expected
set -x
zvm-clang -O2 -nostdlib "$1/bare.c" -o bare && zvm run bare
echo "exit status $?"
