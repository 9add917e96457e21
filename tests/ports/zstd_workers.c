/* SPDX-License-Identifier: Apache-2.0 */
/* Compresses standard input to standard output with four worker threads. */
#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

int main(void)
{
	size_t size = 0, room = 1 << 24;
	char *in = malloc(room), *out = malloc(ZSTD_compressBound(room));
	if (!in || !out)
		return 1;
	size = fread(in, 1, room, stdin);
	ZSTD_CCtx *c = ZSTD_createCCtx();
	if (ZSTD_isError(ZSTD_CCtx_setParameter(c, ZSTD_c_nbWorkers, 4)))
		return 2; /* no threads in this build */
	ZSTD_CCtx_setParameter(c, ZSTD_c_jobSize, 1 << 20);
	ZSTD_CCtx_setParameter(c, ZSTD_c_compressionLevel, 3);
	size_t n = ZSTD_compress2(c, out, ZSTD_compressBound(room), in, size);
	if (ZSTD_isError(n))
		return 3;
	fprintf(stderr, "%zu to %zu\n", size, n);
	return fwrite(out, 1, n, stdout) != n;
}
