# SPDX-License-Identifier: Apache-2.0
# Options that cannot work in the sandbox end with a sentence and status 1.
# RUN: bash -e "$S"
# TIMEOUT: 60
echo 'int main(void) { return 0; }' >a.c
refused() { # PATTERN OPTION...
	local pattern=$1
	shift
	for cc in ${CCS:-zvm-clang zvm-gcc}; do
		s=0
		$cc "$@" a.c -o a 2>err || s=$?
		if [ $s != 1 ] || ! grep -q "^$cc: error: .*refused: .*$pattern" err || [ -e a ]; then
			echo "$cc $*: status $s: $(cat err)" >&2
			exit 1
		fi
	done
}
refused 'static executable' -shared
refused 'static executable' -Wl,-shared
refused '64-bit' -m32
refused '64-bit' -mx32
refused 'every machine' -march=native
refused 'x86-64-v3' -march=skylake-avx512
refused 'x86-64-v3' -march=x86-64-v4
refused 'AVX-512' -mavx512f
refused 'AMX' -mamx-tile
refused '3DNow' -m3dnow
refused 'TSX' -mrtm
refused 'runtime library' -fsanitize=address
refused 'runtime library' -fsanitize=undefined
refused 'runtime library' --coverage
refused 'runtime library' -fprofile-generate
refused 'runtime library' -pg
refused 'runtime library' -fopenmp
refused 'range of 16 MiB' -fsplit-stack
refused 'linker script' -T own.ld
refused 'linker script' -Wl,-T,own.ld
refused 'never executable' -z execstack
refused 'never executable' -Wl,-z,execstack
refused 'never executable' -Wa,--execstack
refused 'address space is fixed' -Wl,--section-start=.text=0x100000

# What is without meaning here is accepted: unmodified makefiles name it.
for cc in zvm-clang zvm-gcc; do
	$cc -Werror -Wall -static -pthread -fPIC -fPIE -pie -rdynamic -pipe -m64 -fstack-protector-strong \
		-D_FORTIFY_SOURCE=2 -O2 -Wl,-z,relro,-z,now -Wl,--as-needed -Wl,-rpath,/usr/lib -fno-plt \
		-Wl,--dynamic-linker=/lib/ld.so -fcf-protection -static-libgcc -Wa,--noexecstack \
		-fno-strict-aliasing -march=x86-64-v3 -mtune=native a.c -lm -lpthread -ldl -lrt -lgcc -latomic -o a
	zvm run ./a
	rm a
done
if zvm-clang --target=aarch64-linux-gnu a.c 2>err; then exit 1; fi
grep -q 'x86_64-zvm-linux-musl only' err

# Languages without a compiler here do not go to the linker.
for file in a.f90 a.m a.rs; do
	touch $file
	for cc in zvm-clang zvm-gcc; do
		if $cc -c $file -o b 2>err || ! grep -q 'refused: the SDK compiles C and assembly' err; then
			echo "$cc $file: $(cat err)" >&2
			exit 1
		fi
	done
done
printf '#include <vector>\nint main() {}\n' >a.cpp
for cc in zvm-clang zvm-gcc; do
	if $cc -c a.cpp -o b 2>err || ! grep -q 'note: the SDK has no C++ library' err; then
		echo "$cc a.cpp: $(cat err)" >&2
		exit 1
	fi
done

# Checks of undefined behaviour that trap need no library.
refused 'trap' -fsanitize=undefined
refused 'runtime library' -fsanitize=address -fsanitize-trap=undefined
printf '#include <limits.h>\nint main(int c, char **v) { volatile int x = INT_MAX - 1 + c; (void)v; return x == 0; }\n' >u.c
zvm-clang -fsanitize=undefined -fsanitize-trap=undefined u.c -o u
zvm run u
s=0; zvm run u overflow 2>err || s=$?
[ $s = 132 ] || { cat err >&2; exit 1; }
zvm-gcc -fsanitize=signed-integer-overflow -fsanitize-undefined-trap-on-error u.c -o u
zvm run u
s=0; zvm run u overflow 2>err || s=$?
[ $s = 132 ] || { cat err >&2; exit 1; }

# A warning about what the driver adds would be an error of the user's.
for level in -Ofast -ffast-math; do zvm-gcc -Werror -O2 $level a.c -o a; done

# The address of a nested function, also where warnings are off.
printf 'int f(int (*)(int));\nint g(int c) { int add(int x) { return x + c; } return f(add); }\n' >n.c
for w in -Wall -w; do
	if zvm-gcc $w -c n.c 2>err || ! grep -q 'n.c:2:.* nested function' err; then cat err >&2; exit 1; fi
done
