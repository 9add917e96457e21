#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$SRC/scripts/port.sh" jpeg >port.log && "$D/run.sh" "$D"
# RUN: echo 'no picture' | zvm run thumbnail >bad.jpg 2>err && exit 9; grep -q 'Not a JPEG' err
# OUT-FILE: expected
# TIMEOUT: 300
set -x
zvm-clang -O2 "$1/thumbnail.c" $(x86_64-zvm-linux-musl-pkg-config --cflags --libs libjpeg) -o thumbnail
zvm run thumbnail draw > picture.jpg
zvm run thumbnail < picture.jpg 2>&1 > small.jpg
head -c 3 small.jpg | od -An -tx1
