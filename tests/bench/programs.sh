#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The benchmark's programs build, run and print the same natively and sandboxed;
# a misspelt one is refused with the names that there are.
# RUN: bash "$S"
# OUT: all agree
# TIMEOUT: 1200
set -eu
bench=$SRC/bench/bench.py
if "$bench" --build "$ZVM_BUILD" luaa 2>error; then exit 1; fi
grep -q 'no program is called luaa' error
names=$(sed -n 's/.*there are: //p' error | tr ' ' '\n' | grep -v '^micro$')
# shellcheck disable=SC2086 # several names
"$bench" --build "$ZVM_BUILD" --rounds 1 --builds glibc,zvm-clang --json all.json --svg all.svg $names >table 2>progress ||
	{ cat table progress; exit 1; }
for name in $names; do
	grep -q "^$name  *[0-9.]* " table || { echo "$name has no figures"; exit 1; }
done
grep -q '^geometric mean' table && grep -q '</svg>' all.svg && python3 -m json.tool all.json >all.txt
echo all agree
