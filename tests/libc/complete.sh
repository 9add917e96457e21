# SPDX-License-Identifier: Apache-2.0
# Every function and variable that Debian's musl exports is in the sandbox's C
# library, too, and a program that refers to all of them links and runs.  (The
# package adds fts_* to musl; they are no part of it.)
# RUN: bash -euo pipefail "$S"
# NEEDS: musl-gcc
# OUT: more than 1400 names, 0 missing
exported() {
	nm --defined-only -g "$1" 2>/dev/null | awk 'NF == 3 && $3 !~ /^(_|fts_)/ { print $3 }' | LC_ALL=C sort -u
}

exported /usr/lib/x86_64-linux-musl/libc.a >native
exported "$SDK/x86_64-zvm-linux-musl/lib/libc.a" >ours
LC_ALL=C comm -23 native ours >missing
[ "$(wc -l <native)" -gt 1400 ]
echo "more than 1400 names, $(wc -l <missing) missing"
cat missing

{
	awk '{ printf "extern char name_%s[] __asm__(\"%s\");\n", $1, $1 }' native
	echo 'char *volatile all[] = {'
	awk '{ print "name_" $1 "," }' native
	echo '}; int main(void) { return all[0] == 0; }'
} >all.c
zvm-clang -O1 all.c -o all
zvm run all
