/* SPDX-License-Identifier: Apache-2.0 */
/* Float kernels: matrix product, stencil, and an integer histogram. */
#include <stdio.h>
#include <stdlib.h>

#define N 400

static double a[N][N], b[N][N], c[N][N];

static void multiply(void)
{
	for (int i = 0; i < N; i++)
		for (int k = 0; k < N; k++)
			for (int j = 0; j < N; j++)
				c[i][j] += a[i][k] * b[k][j];
}

static void smooth(void)
{
	for (int i = 1; i < N - 1; i++)
		for (int j = 1; j < N - 1; j++)
			b[i][j] = 0.2 * (c[i][j] + c[i - 1][j] + c[i + 1][j] + c[i][j - 1] + c[i][j + 1]) * 1e-3;
}

int main(void)
{
	unsigned long histogram[64] = {0}, checksum = 0;

	for (int i = 0; i < N; i++)
		for (int j = 0; j < N; j++) {
			a[i][j] = (i * 3 + j) % 17 * 0.125;
			b[i][j] = (i + j * 5) % 13 * 0.25;
		}
	for (int round = 0; round < 60; round++) {
		multiply();
		smooth();
		for (int i = 0; i < N; i++)
			for (int j = 0; j < N; j++)
				histogram[(unsigned)(c[i][j] * 1e-2) & 63]++;
	}
	for (int i = 0; i < 64; i++)
		checksum = checksum * 31 + histogram[i];
	printf("%.6f %lu\n", c[N / 2][N / 3], checksum);
	return 0;
}
