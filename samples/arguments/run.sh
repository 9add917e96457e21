#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$D/run.sh" "$D"
# OUT-FILE: expected
set -x
zvm-clang -O2 "$1/arguments.c" -o arguments
printf 'a line of the host\n' >notes
zvm run --env GREETING='hello, world' arguments 'two words' '"quoted" \ and, more;' '' @@at @NAME=value @notes
echo "exit status $?"
cat notes
