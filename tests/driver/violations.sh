# SPDX-License-Identifier: Apache-2.0
# Code that did not come from the rewriter is found at once after linking, with
# function and source line; the program does not stay.
# RUN: bash -e "$S"
# TIMEOUT: 60
printf 'int f(int *p)\n{\n\treturn *p;\n}\n' >native.c
clang-19 -g -O1 -fno-pic -c native.c
echo 'int f(int *); int main(void) { int x = 0; return f(&x); }' >main.c
if zvm-clang main.c native.o -o p 2>err; then exit 1; fi
grep -q 'R03' err && grep -q 'R07' err
grep -q 'in f at .*native.c:3' err || { cat err >&2; exit 1; }
grep -q '^note: .*--no-validate' err
[ ! -e p ]
# Kept on demand; the loader still refuses it.
zvm-clang --no-validate main.c native.o -o p
[ -e p ]
if zvm-validate p >out 2>&1; then exit 1; fi
if zvm run ./p 2>err; then exit 1; fi
