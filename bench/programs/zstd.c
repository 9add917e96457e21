/* SPDX-License-Identifier: Apache-2.0 */
/* Zstandard: compress and decompress standard input at several levels. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zstd.h>

int main(void)
{
	static const int levels[] = {1, 3, 6, 9, 13};
	size_t size = 0, k, room = 1 << 24;
	char *text = malloc(room), *packed = malloc(ZSTD_compressBound(room)), *again = malloc(room);

	while (text && size < room && (k = fread(text + size, 1, room - size, stdin)) > 0)
		size += k;
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		size_t n = ZSTD_compress(packed, ZSTD_compressBound(room), text, size, levels[i]);

		for (int round = 0; round < 6; round++)
			if (ZSTD_decompress(again, room, packed, n) != size || memcmp(text, again, size))
				return 1;
		printf("%d %zu\n", levels[i], n);
	}
	return 0;
}
