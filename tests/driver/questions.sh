# SPDX-License-Identifier: Apache-2.0
# Questions that configure scripts, CMake, Meson and libtool ask.
# RUN: bash -e "$S"
# TIMEOUT: 60
for cc in zvm-clang zvm-gcc; do
	[ "$($cc -dumpmachine)" = x86_64-zvm-linux-musl ]
	[ "$($cc -print-multiarch)" = '' ]
	[ -f "$($cc -print-file-name=libc.a)" ]
	[ "$($cc -print-file-name=libnothing.a)" = libnothing.a ]
	[ -f "$($cc -print-libgcc-file-name)" ]
	[ -x "$($cc -print-prog-name=ld)" ]
	$cc -print-search-dirs | grep >/dev/null "^libraries: =$SDK/x86_64-zvm-linux-musl/lib"
	[ -d "$($cc -print-sysroot)/include" ]
	$cc -dumpversion | grep >/dev/null '^1[29]'
	$cc --version | tail -n 1 | grep >/dev/null '^ZVM SDK .* x86_64-zvm-linux-musl'
	$cc -v 2>&1 | grep >/dev/null 'ZVM SDK'
	$cc -Wl,--version | grep >/dev/null LLD
	$cc --help | grep >/dev/null -e '--no-validate'
	echo 'int main(void) { return 0; }' >a.c
	$cc -### a.c 2>plan
	[ ! -e a.out ] # only shown
	grep -q zvm-rewrite plan && grep -q zvm-validate plan
	$cc -v a.c 2>plan
	grep -q zvm-rewrite plan && [ -e a.out ]
	rm a.out
done
zvm-clang --version | head -n 1 | grep >/dev/null 'clang version'
zvm-gcc --version | grep >/dev/null 'Free Software Foundation'
