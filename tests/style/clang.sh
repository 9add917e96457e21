#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The host programs and the tests' compile without a warning by clang, too; the build uses gcc.
# RUN: bash "$S"
# OUT: clean
# TIMEOUT: 300
CC=clang-19 meson setup -Dtests=true clang "$SRC" >log 2>&1 && ninja -C clang >>log 2>&1 || { grep -A3 'error' log >&2; exit 1; }
echo clean
