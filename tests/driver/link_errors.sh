# SPDX-License-Identifier: Apache-2.0
# The linker's errors name the symbol, and the driver the remedy.
# RUN: bash -e "$S"
# TIMEOUT: 120
fails() { # PATTERN... -- COMMAND...
	local patterns=() p
	while [ "$1" != -- ]; do patterns+=("$1"); shift; done
	shift
	if "$@" 2>err; then echo "accepted: $*" >&2; exit 1; fi
	for p in "${patterns[@]}"; do
		grep -q -e "$p" err || { echo "no '$p' from $*:" >&2; cat err >&2; exit 1; }
	done
	[ ! -e p ]
}
cat >a.c <<'END'
int lost(int);
int main(void) { return lost(1); }
END
fails 'undefined symbol: lost' 'a.c' '^note: lost: .*scripts/port.sh' -- zvm-clang -g a.c -o p
fails 'undefined symbol: main' '^note: main: ' -- zvm-clang -x c - -o p <<<'int x;'
fails 'undefined symbol: _Znwm\|operator new' '^note: .*C++' -- zvm-clang -x c - -o p \
	<<<'void *_Znwm(unsigned long); int main(void) { return !_Znwm(3); }'
fails 'unable to find library -lnothing' '^note: libraries for the sandbox' -- zvm-clang a.c -lnothing -o p
cat >bare.c <<'END'
void *memcpy(void *, const void *, unsigned long);
char a[1000], b[1000];
void _start(void) { memcpy(a, b, sizeof a); for (;;); }
END
fails 'undefined symbol: memcpy' '^note: memcpy: .*-nostdlib' -- zvm-clang -fno-builtin -nostdlib bare.c -o p

echo '__thread char giant[100000]; int main(void) { return giant[5]; }' >tls.c
fails 'thread-local variables too large' 'malloc' '100000 bytes  giant' -- zvm-clang tls.c -o p
echo 'char huge[3000000000]; int main(void) { return huge[2500000000]; }' >bss.c
fails 'too large\|out of range' '2 GiB' '3000000000 bytes  huge' -- zvm-clang bss.c -o p
cat >ifunc.c <<'END'
static int one(void) { return 1; }
static void *choose(void) { return one; }
int f(void) __attribute__((ifunc("choose")));
int (*volatile p)(void) = f;
int main(void) { return p(); }
END
fails 'ifunc' -- zvm-clang ifunc.c -o p

# Objects of another machine or compiler.
echo 'int x;' | clang-19 --target=aarch64-linux-gnu -x c -c - -o arm.o
fails 'incompatible' 'another machine' -- zvm-clang arm.o -x c - -o p <<<'int main(void) { return 0; }'
echo 'text' >text.o
fails 'unknown file type\|unclosed quote\|unexpected' -- zvm-clang text.o -o p
