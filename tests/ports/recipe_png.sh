# SPDX-License-Identifier: Apache-2.0
# libpng by its recipe: an unmodified configure script with --host, zlib found by
# pkg-config; its own test programs run in the sandbox. A program then uses it.
# RUN: bash -e "$S"
# TIMEOUT: 900
"$SRC/scripts/port.sh" --check png >log 2>&1 || { cat log >&2; exit 1; }
cat >use.c <<'END'
#include <png.h>
#include <stdio.h>
#include <string.h>
int main(void)
{
	puts(strcmp(png_get_libpng_ver(NULL), PNG_LIBPNG_VER_STRING) ? "different" : "same");
	return 0;
}
END
zvm-clang use.c $(x86_64-zvm-linux-musl-pkg-config --cflags --libs libpng) -o use
[ "$(zvm run ./use)" = same ]
