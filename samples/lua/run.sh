#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$SRC/scripts/port.sh" lua >port.log && "$D/run.sh" "$D"
# OUT-FILE: expected
# TIMEOUT: 300
set -x
zvm-clang -O2 "$1/embed.c" $(x86_64-zvm-linux-musl-pkg-config --cflags --libs lua5.4) -o embed
zvm run embed @"$1/script.lua"
