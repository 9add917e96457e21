/* SPDX-License-Identifier: Apache-2.0
 * Gathers and reciprocal estimates, natively and in the sandbox.
 * NEEDS: avx2
 * RUN: clang-19 -O2 -mavx2 -mfma -o "$T/native" "$S" && "$T/native" > "$T/expected"
 * RUN: for cc in zvm-clang zvm-gcc; do for level in -O0 -O3; do
 * RUN:   $cc $level -march=x86-64-v3 -o "$T/p" "$S"; zvm run "$T/p" > "$T/got"; diff "$T/expected" "$T/got"
 * RUN: done; done; tail -n 1 "$T/got"
 * RUN: zvm-gcc -O3 -mtune=haswell -march=haswell -o "$T/p" "$S"; zvm run "$T/p" | diff "$T/expected" -
 * OUT: end
 * TIMEOUT: 300
 */
#include <immintrin.h>
#include <stdio.h>

static int table[256];
static double doubles[256];
static int indexes[64];
static float floats[64];
static long long quads[64];

static void show_i(const char *what, __m256i v)
{
	int e[8];

	_mm256_storeu_si256((__m256i *)e, v);
	printf("%s %d %d %d %d %d %d %d %d\n", what, e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7]);
}

static void gathers(void)
{
	__m256i index = _mm256_setr_epi32(3, 250, 7, 7, 0, 100, 31, 64), mask = _mm256_setr_epi32(-1, 0, -5, 7, -1, -1, 0, -1);
	__m256i source = _mm256_set1_epi32(-77), wide = _mm256_setr_epi64x(5, 90, 200, 255);
	__m256i mask64 = _mm256_setr_epi64x(-1, 0, -1, 1);
	__m128i half = _mm_setr_epi32(1, 2, 3, 4);

	show_i("dd", _mm256_i32gather_epi32(table, index, 4));
	show_i("dd masked", _mm256_mask_i32gather_epi32(source, table, index, mask, 4));
	show_i("dd near", _mm256_i32gather_epi32(table + 128, _mm256_sub_epi32(index, _mm256_set1_epi32(128)), 4));
	show_i("dq", _mm256_i32gather_epi64((const long long *)doubles, half, 8));
	show_i("qq", _mm256_i64gather_epi64((const long long *)doubles, wide, 8));
	show_i("qq masked", _mm256_mask_i64gather_epi64(source, (const long long *)doubles, wide, mask64, 8));
	show_i("qd", _mm256_castsi128_si256(_mm_add_epi32(_mm256_i64gather_epi32(table, wide, 4), half)));
	show_i("qd two", _mm256_zextsi128_si256(_mm_i64gather_epi32(table, _mm256_castsi256_si128(wide), 4)));
	show_i("ps", _mm256_castps_si256(_mm256_i32gather_ps((const float *)table, index, 4)));
	show_i("pd", _mm256_castpd_si256(_mm256_i32gather_pd(doubles, half, 8)));
	show_i("bytes", _mm256_i32gather_epi32(table, index, 1));
}

/* gcc makes gathers of this; the loop's flags live across them. */
__attribute__((noinline)) static int looped(int n)
{
	int s = 0;

	for (int i = 0; i < n; i++)
		s += table[indexes[i]] * 3 + (int)doubles[indexes[i]];
	return s;
}

static int close_to(float a, float b)
{
	float d = a > b ? a - b : b - a;

	return d <= (b < 0 ? -b : b) / 1000;
}

static void reciprocals(void)
{
	float in[8] = {1, 2, 3, 10, 0.5f, 100, 1e10f, 7}, out[8];
	int good = 0;
	__m128 a = _mm_loadu_ps(in), b = _mm_set1_ps(9);

	_mm_storeu_ps(out, _mm_rcp_ps(a));
	for (int i = 0; i < 4; i++)
		good += close_to(out[i] * in[i], 1);
	_mm_storeu_ps(out, _mm_rsqrt_ps(a));
	for (int i = 0; i < 4; i++)
		good += close_to(out[i] * out[i] * in[i], 1);
	_mm256_storeu_ps(out, _mm256_rcp_ps(_mm256_loadu_ps(in)));
	for (int i = 0; i < 8; i++)
		good += close_to(out[i] * in[i], 1);
	_mm256_storeu_ps(out, _mm256_rsqrt_ps(_mm256_loadu_ps(in)));
	for (int i = 0; i < 8; i++)
		good += close_to(out[i] * out[i] * in[i], 1);
	_mm_storeu_ps(out, _mm_rsqrt_ss(_mm_move_ss(b, a)));
	good += close_to(out[0], 1) + (out[1] == 9) + (out[3] == 9);
	_mm_storeu_ps(out, _mm_rcp_ss(b));
	good += close_to(out[0] * 9, 1) + (out[1] == 9) + (out[3] == 9);
	printf("reciprocals %d\n", good);
}

int main(void)
{
	for (int i = 0; i < 256; i++)
		table[i] = i * 1000 + 7, doubles[i] = i * 1.5;
	for (int i = 0; i < 64; i++)
		indexes[i] = i * 37 & 255, floats[i] = (float)i, quads[i] = i;
	gathers();
	printf("looped %d %d\n", looped(64), looped(61));
	reciprocals();
	puts("end");
	return floats[1] != 1 || quads[1] != 1;
}
