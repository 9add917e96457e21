# SPDX-License-Identifier: Apache-2.0
# Compiling as with any compiler: places, names, several files, standard input.
# RUN: bash -e "$S"
# TIMEOUT: 180
fail() { echo "$*" >&2; exit 1; }
mkdir -p 'a folder/include' out
echo '#define SEVEN 7' >'a folder/include/seven.h'
cat >'a folder/main file.c' <<'END'
#include <seven.h>
int other(void);
int main(void) { return other() + SEVEN + ADD - 49; }
END
echo 'int other(void) { return 40; }' >other.c

for cc in zvm-clang zvm-gcc zvm-cc x86_64-zvm-linux-musl-cc x86_64-zvm-linux-musl-gcc \
	x86_64-zvm-linux-musl-clang; do
	rm -f ./*.o a.out
	# Compile, then link; options with and without blanks; names with blanks.
	$cc -c -I 'a folder/include' -D ADD=2 'a folder/main file.c' -o 'out/main file.o'
	$cc -O2 -g -Wall -c other.c
	[ -f other.o ] || fail "$cc: no other.o"
	$cc 'out/main file.o' other.o -o 'out/a program'
	zvm run 'out/a program' || fail "$cc: exit status $?"
	# All at once; the default name.
	$cc '-Ia folder/include' -DADD=2 'a folder/main file.c' other.c
	zvm run ./a.out
	[ ! -e main\ file.o ] || fail "$cc left an object behind"
done

# Standard input.
echo 'int main(void) { return 5; }' | zvm-clang -x c - -o five
zvm run ./five && fail "not 5" || [ $? = 5 ]
[ "$(echo 'A B' | zvm-clang -DA=1 -E -P -)" = '1 B' ]
echo 'int f(void) { return 1; }' | zvm-gcc -x c -S -o - - | grep >/dev/null '^f:'
if echo 'int x;' | zvm-clang -c - 2>err; then fail "- without -x"; fi
grep -q -e '-E or -x required' err

# Preprocessed sources, other suffixes, -x none.
zvm-clang -E -DADD=2 -I'a folder/include' 'a folder/main file.c' -o main.i
cp other.c other.txt
zvm-clang main.i -x c other.txt -x none -o p && zvm run ./p
echo '@p' >nothing

# Response files, one within another; quotes and blanks.
printf '%s\n' "-I'a folder/include'" '"-DADD=2"' '@second' >first
printf 'a\\ folder/main\\ file.c other.c' >second
zvm-clang @first -o p && zvm run ./p

# What goes nowhere.
zvm-clang -c other.c -o /dev/null && [ -c /dev/null ]
zvm-clang -fsyntax-only other.c

# The sandbox is told of by a macro; Linux's own macros stay.
for cc in zvm-clang zvm-gcc; do
	$cc -E -dM -x c /dev/null >macros
	for m in __zvm__ __linux__ __unix__ __x86_64__ __LP64__; do grep -q "define $m 1" macros; done
	grep -q -e __PIE__ -e __PIC__ -e __AVX512F__ macros && fail "$cc: position independent"
done
exit 0
