/* SPDX-License-Identifier: Apache-2.0 */
/* Crypto: ChaCha20 over a buffer, and 256-bit modular arithmetic with __int128. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define ROTATE(v, n) ((v) << (n) | (v) >> (32 - (n)))
#define QUARTER(a, b, c, d)                                                                  \
	(a += b, d = ROTATE(d ^ a, 16), c += d, b = ROTATE(b ^ c, 12), a += b, d = ROTATE(d ^ a, 8), \
	 c += d, b = ROTATE(b ^ c, 7))

static void block(uint32_t out[16], const uint32_t in[16])
{
	uint32_t x[16];

	memcpy(x, in, sizeof x);
	for (int i = 0; i < 10; i++) {
		QUARTER(x[0], x[4], x[8], x[12]);
		QUARTER(x[1], x[5], x[9], x[13]);
		QUARTER(x[2], x[6], x[10], x[14]);
		QUARTER(x[3], x[7], x[11], x[15]);
		QUARTER(x[0], x[5], x[10], x[15]);
		QUARTER(x[1], x[6], x[11], x[12]);
		QUARTER(x[2], x[7], x[8], x[13]);
		QUARTER(x[3], x[4], x[9], x[14]);
	}
	for (int i = 0; i < 16; i++)
		out[i] = x[i] + in[i];
}

typedef struct {
	uint64_t w[4];
} field; /* modulo 2^255 - 19 */

static void multiply(field *r, const field *a, const field *b)
{
	uint64_t t[8] = {0};
	unsigned __int128 c;

	for (int i = 0; i < 4; i++) {
		c = 0;
		for (int j = 0; j < 4; j++) {
			c += (unsigned __int128)a->w[i] * b->w[j] + t[i + j];
			t[i + j] = (uint64_t)c;
			c >>= 64;
		}
		t[i + 4] = (uint64_t)c;
	}
	c = 0;
	for (int i = 0; i < 4; i++) {
		c += (unsigned __int128)t[i + 4] * 38 + t[i];
		r->w[i] = (uint64_t)c;
		c >>= 64;
	}
	c = (unsigned __int128)(uint64_t)c * 38;
	for (int i = 0; i < 4; i++) {
		c += r->w[i];
		r->w[i] = (uint64_t)c;
		c >>= 64;
	}
}

int main(void)
{
	uint32_t in[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, 1, 2, 3, 4, 5, 6, 7, 8}, out[16], mix = 0;
	field x = {{9, 8, 7, 6}}, y = {{3, 1, 4, 1}};

	for (uint32_t i = 0; i < 5000000; i++) {
		in[12] = i;
		block(out, in);
		mix ^= out[i & 15];
	}
	for (int i = 0; i < 25000000; i++) {
		multiply(&x, &x, &y);
		y.w[i & 3] ^= x.w[0];
	}
	printf("%08x %016llx\n", mix, (unsigned long long)(x.w[0] ^ x.w[3]));
	return 0;
}
