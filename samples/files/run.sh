#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D"
# OUT-FILE: expected
set -x
zvm-clang -O2 "$1/files.c" -o files
zvm run files
