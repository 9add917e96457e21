/* SPDX-License-Identifier: Apache-2.0 */
/* Float kernels: a stencil, a triangular solve, a reduction and libm calls. */
#include <math.h>
#include <stdio.h>

enum { N = 512 };

static double a[N][N], b[N][N], x[N];

static void stencil(int rounds)
{
	for (int t = 0; t < rounds; t++) {
		for (int i = 1; i < N - 1; i++)
			for (int j = 1; j < N - 1; j++)
				b[i][j] = 0.2 * (a[i][j] + a[i - 1][j] + a[i + 1][j] + a[i][j - 1] + a[i][j + 1]);
		for (int i = 1; i < N - 1; i++)
			for (int j = 1; j < N - 1; j++)
				a[i][j] = 0.2 * (b[i][j] + b[i - 1][j] + b[i + 1][j] + b[i][j - 1] + b[i][j + 1]);
	}
}

static double solve(int rounds)
{
	double sum = 0;

	for (int t = 0; t < rounds; t++) {
		for (int i = 0; i < N; i++) {
			double s = (double)(i % 7 + t);

			for (int j = 0; j < i; j++)
				s -= a[i][j] * x[j] * 1e-3;
			x[i] = s / (2.0 + a[i][i]);
		}
		sum += x[N - 1];
	}
	return sum;
}

static double functions(int count)
{
	double sum = 0;

	for (int i = 1; i <= count; i++) {
		double v = i * 1e-4;

		sum += sin(v) * exp(-v * 1e-3) + log(v) + pow(v, 0.3) + sqrt(v);
	}
	return sum;
}

int main(void)
{
	for (int i = 0; i < N; i++)
		for (int j = 0; j < N; j++)
			a[i][j] = (double)((i * 31 + j * 17) % 101) / 101;
	stencil(600);
	printf("%.9e %.9e %.6e\n", a[N / 2][N / 3], solve(1200), functions(6000000));
	return 0;
}
