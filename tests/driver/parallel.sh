# SPDX-License-Identifier: Apache-2.0
# Many compilers at once do not disturb each other.
# RUN: bash -e "$S"
# TIMEOUT: 180
mkdir tmp
{
	echo 'objects := $(patsubst %,f%.o,$(shell seq 24))'
	echo 'p: main.o $(objects); zvm-clang $^ -o $@'
	echo '%.o: %.c; zvm-clang -O1 -MMD -c $< -o $@'
} >Makefile
{
	echo '#include <stdio.h>'
	for i in $(seq 24); do echo "int f$i(void);"; done
	echo 'int main(void) { int sum = 0;'
	for i in $(seq 24); do
		echo "sum += f$i();"
		echo "int f$i(void) { return $i; }" >f$i.c
	done
	echo 'printf("%d\n", sum); return 0; }'
} >main.c
TMPDIR=$PWD/tmp make -s -j6
[ "$(zvm run ./p)" = 300 ]
[ -z "$(ls tmp)" ]
