#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh SDK WORK: compiles ZRT with the SDK's own compiler and installs
# libzrt.a and its header.  Every .c and .S file under zrt/ belongs to it.
set -euo pipefail

sdk=$(cd "$1" && pwd)
mkdir -p "$2"
work=$(cd "$2" && pwd)
src=$(cd "$(dirname "$0")" && pwd)
target=$sdk/x86_64-zvm-linux-musl

cd "$src"
mapfile -t sources < <(find . -name '*.[cS]' -printf '%P\n' | LC_ALL=C sort)
[ ${#sources[@]} -gt 0 ] || { echo "build.sh: no sources in $src" >&2; exit 1; }

{
	cat <<EOF
builddir = $work
flags = -O2 -g -ffile-prefix-map=$src=zrt -ffile-prefix-map=$sdk=sdk -fdebug-compilation-dir=zrt -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -iquote $src -I$src/include
rule cc
  command = $sdk/bin/zvm-clang \$flags -MD -MF \$out.d -c \$in -o \$out
  depfile = \$out.d
  deps = gcc
  description = ZRT \$in
rule ar
  command = rm -f \$out && $sdk/bin/x86_64-zvm-linux-musl-ar rcs \$out \$in
rule copy
  command = cp \$in \$out
EOF
	objects=()
	tools=()
	for program in zvm-clang zvm-rewrite; do
		for place in bin libexec/zvm; do
			[ ! -e "$sdk/$place/$program" ] || tools+=("$sdk/$place/$program")
		done
	done
	for source in "${sources[@]}"; do
		echo "build obj/$source.o: cc $src/$source | ${tools[*]}"
		objects+=("obj/$source.o")
	done
	echo "build $target/lib/libzrt.a: ar ${objects[*]}"
	echo "build $target/include/zrt/zrt.h: copy $src/include/zrt/zrt.h"
} >"$work/build.ninja.new"
cmp -s "$work/build.ninja.new" "$work/build.ninja" 2>/dev/null ||
	cp "$work/build.ninja.new" "$work/build.ninja"
ninja -C "$work" -j 2
