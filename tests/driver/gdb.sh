# SPDX-License-Identifier: Apache-2.0
# gdb stops at a line of a sandboxed program and prints a local variable.
# RUN: bash -e "$S"
# NEEDS: gdb
# TIMEOUT: 120
cat >sum.c <<'END'
#include <stdio.h>
static int __attribute__((noinline)) add(int a, int b)
{
	int result = a + b;
	printf("%d\n", result); /* line 5 */
	return result;
}
int main(void)
{
	return add(20, 22) - 42;
}
END
zvm run --help | grep >/dev/null -e --debug
for cc in zvm-clang zvm-gcc; do
	$cc -g -O0 sum.c -o sum
	printf '%s\n' 'break sum.c:5' continue 'print result' backtrace continue >commands
	zvm run --debug ./sum <commands >out 2>&1 || { cat out >&2; exit 1; }
	grep -q 'Breakpoint .*sum.c:5' out || { cat out >&2; exit 1; }
	grep -q '= 42' out || { cat out >&2; exit 1; }
	grep -q '#1 .* main .*sum.c:10' out || { cat out >&2; exit 1; }
done
