# SPDX-License-Identifier: Apache-2.0
# Lists of dependencies name the object, as makefiles expect.
# RUN: bash -e "$S"
# TIMEOUT: 60
is() { [ "$(tr -s ' \\\n' '  ' <"$1" | sed 's/ *$//')" = "$2" ] || { echo "$1: $(cat "$1")" >&2; exit 1; }; }
mkdir -p out
echo '#define X 1' >x.h
printf '#include "x.h"\nint x = X;\n' >a.c
for cc in zvm-clang zvm-gcc; do
	rm -f ./*.d out/*
	$cc -MMD -c a.c -o out/a.o
	is out/a.d 'out/a.o: a.c x.h'
	$cc -MMD -c a.c
	is a.d 'a.o: a.c x.h'
	$cc -MD -MF own.d -MT target -c a.c
	is own.d 'target: a.c x.h'
	$cc -Wp,-MD,wp.d -c a.c -o out/b.o
	is wp.d 'out/b.o: a.c x.h'
	$cc -MM a.c >m
	is m 'a.o: a.c x.h'
	$cc -MM -MT 'a.o a.d' a.c -MF mt
	is mt 'a.o a.d: a.c x.h'
	$cc -MMD -MP -c a.c -o out/a.o
	grep -q '^x.h:' out/a.d
	cp a.c a.S
	$cc -MMD -c -o out/s.o -x assembler-with-cpp - </dev/null
	printf '#include "x.h"\n.globl y\ny = X\n' >y.S
	$cc -MMD -c y.S -o out/y.o
	is out/y.d 'out/y.o: y.S x.h'
done
