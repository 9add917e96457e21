# SPDX-License-Identifier: Apache-2.0
# Errors are the compiler's own words and status; nothing half-made stays.
# RUN: bash -e "$S"
# TIMEOUT: 90
fail() { echo "$*" >&2; exit 1; }
printf 'int main(void)\n{\n\treturn x;\n}\n' >bad.c
echo 'int good;' >good.c
for cc in zvm-clang zvm-gcc; do
	real=clang-19
	[ $cc = zvm-gcc ] && real=gcc-12
	s=0 r=0
	$cc -c bad.c -o bad.o 2>err || s=$?
	$real -c bad.c -o real.o 2>err.real || r=$?
	[ $s = $r ] || fail "$cc: status $s, $real: $r"
	cmp err err.real
	[ ! -e bad.o ]
	# Other files are still compiled; then nothing is linked.
	s=0
	$cc -c bad.c good.c 2>/dev/null || s=$?
	[ $s = 1 ] && [ -e good.o ] && [ ! -e bad.o ]
	rm good.o
	$cc bad.c good.c -o p 2>err && fail "$cc linked"
	[ ! -e p ] && ! grep -q lld err
	$cc no-such-file.c 2>err && fail "no-such-file.c"
	grep -q 'no-such-file.c' err
	$cc -o 2>err && fail "-o alone"
	$cc 2>err && fail "nothing"
	grep -q 'no input files' err
	$cc -c good.c bad.c -o both.o 2>err && fail "-o with two objects"
	grep -q 'multiple' err
	# A warning made an error, and an option that is unknown to the compiler.
	$cc -Werror -Wall -c -x c - -o w.o <<<'static int unused;' 2>err && fail "-Werror"
	grep -q "defined but not used\|unused variable" err
	$cc --no-such-option -c good.c 2>err && fail "--no-such-option"
	grep -q 'no-such-option' err
done
# An instruction that the sandbox forbids: the source's line.
printf 'void f(void)\n{\n\t__asm__("hlt; wrmsr");\n}\n' >asm.c
for cc in zvm-clang zvm-gcc; do
	$cc -c asm.c 2>err && fail "wrmsr"
	grep -q 'asm.c:3: error: .*wrmsr' err || fail "$cc: $(cat err)"
done
# No temporary folder.
if TMPDIR=/nonexistent zvm-clang -c good.c 2>err; then fail "no TMPDIR"; fi
grep -q 'temporary folder /nonexistent' err
