#!/bin/bash -e
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D"
# OUT-FILE: expected
set -x
zvm-clang -O2 "$1/upper.c" -o upper
mkdir -p data out && echo 'from the image' >data/one && echo 'and another' >data/two && touch out/old
tar -cf data.tar data
zvm run --image data.tar --volume out:/out:rw upper /data /out
ls out
cat out/one out/two
# The program itself may lie in an image.
tar -cf program.tar upper
zvm run --image program.tar --image data.tar:/in upper /in/data /tmp
