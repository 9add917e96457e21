#!/bin/bash -e
# RUN: "$D/run.sh" "$D"
# OUT-FILE: expected
set -x
zvm-clang -O2 "$1/files.c" -o files
zvm run files
