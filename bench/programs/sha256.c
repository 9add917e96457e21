/* SPDX-License-Identifier: Apache-2.0 */
/* Crypto: SHA-256 (FIPS 180-4) over a buffer, many times. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static uint32_t k[64];

static uint32_t rotate(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

/* Fractional bits of the roots of the first primes, found with integers only. */
static uint32_t root_bits(uint32_t prime, int cube)
{
	unsigned __int128 low = 0, high = (unsigned __int128)1 << 36, n = prime;

	while (high - low > 1) {
		unsigned __int128 mid = (low + high) / 2;
		int above = cube ? mid * mid * mid > (n << 96) : mid * mid > (n << 64);

		if (above)
			high = mid;
		else
			low = mid;
	}
	return (uint32_t)low;
}

static void constants(uint32_t h[8])
{
	int n = 0;

	for (uint32_t p = 2; n < 64; p++) {
		int prime = 1;

		for (uint32_t d = 2; d * d <= p; d++)
			prime &= p % d != 0;
		if (!prime)
			continue;
		if (n < 8)
			h[n] = root_bits(p, 0);
		k[n++] = root_bits(p, 1);
	}
}

static void block(uint32_t h[8], const unsigned char *p)
{
	uint32_t w[64], s[8];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)p[4 * i] << 24 | (uint32_t)p[4 * i + 1] << 16 | (uint32_t)p[4 * i + 2] << 8 | p[4 * i + 3];
	for (int i = 16; i < 64; i++) {
		uint32_t a = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
		uint32_t b = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;

		w[i] = w[i - 16] + a + w[i - 7] + b;
	}
	memcpy(s, h, sizeof s);
	for (int i = 0; i < 64; i++) {
		uint32_t e = rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25);
		uint32_t t = s[7] + e + ((s[4] & s[5]) ^ (~s[4] & s[6])) + k[i] + w[i];
		uint32_t a = rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22);
		uint32_t m = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);

		memmove(s + 1, s, 7 * sizeof *s);
		s[4] += t;
		s[0] = t + a + m;
	}
	for (int i = 0; i < 8; i++)
		h[i] += s[i];
}

int main(void)
{
	static unsigned char data[1 << 16];
	uint32_t h[8];

	constants(h);
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (unsigned char)(i * 7 + (i >> 8));
	for (int round = 0; round < 2500; round++)
		for (size_t i = 0; i < sizeof data; i += 64)
			block(h, data + i);
	for (int i = 0; i < 8; i++)
		printf("%08x", h[i]);
	printf("\n");
	return 0;
}
