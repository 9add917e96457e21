/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line table that is cut at every byte, and one whose bytes are changed at random: read
 * to the end or refused, and nothing is marked outside of the text.
 *
 * RUN: zvm-clang -g -O1 -I"$SRC/toolchain" -c "$S" -o o.o
 * RUN: x86_64-zvm-linux-musl-objcopy --dump-section .debug_line=table o.o
 * RUN: clang-19 -fsanitize=address,undefined -fno-sanitize-recover=all -I"$SRC/sandbox/abi" -I"$SRC/toolchain" "$S" "$SRC/toolchain/widen/lines.c" -o t
 * RUN: ./t table
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <widen/lines.h>

enum { TEXT = 1 << 16, ROOM = 1 << 20, ROUNDS = 20000 };

static uint64_t seed = 1;

static unsigned any(unsigned below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % below);
}

/* In memory of exactly the size, so that a sanitizer sees what is behind. */
static bool read_table(const uint8_t *bytes, size_t size)
{
	uint8_t *table = malloc(size + !size);
	uint32_t *marks = calloc(TEXT / 32, sizeof *marks);
	bool good;

	memcpy(table, bytes, size);
	good = lines_mark(table, size, 0, TEXT, marks);
	free(marks);
	free(table);
	return good;
}

int main(int argc, char **argv)
{
	static uint8_t bytes[ROOM];
	FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
	size_t size = f ? fread(bytes, 1, ROOM, f) : 0;

	if (size < 64 || !read_table(bytes, size)) {
		puts("a good table was refused");
		return 1;
	}
	for (size_t cut = 1; cut < size; cut++)
		if (read_table(bytes, cut)) {
			printf("a table of %zu bytes, cut after %zu, was taken\n", size, cut);
			return 1;
		}
	for (unsigned n = 0; n < ROUNDS; n++) {
		unsigned at = any((unsigned)size);
		uint8_t old = bytes[at];

		bytes[at] = (uint8_t)any(256);
		read_table(bytes, size);
		bytes[at] = old;
	}
	return 0;
}
