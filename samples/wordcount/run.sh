#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D"
# RUN: if zvm run wordcount "$D/wordcount.c" 2>err; then exit 9; fi; grep -q 'No such file' err
# OUT-FILE: expected
set -x
zvm-clang -O2 "$1/wordcount.c" -o wordcount
printf 'a file on the host\nthat the program may read\n' > text
# @FILE gives the program this one file; it sees nothing else of the host.
zvm run wordcount @text
