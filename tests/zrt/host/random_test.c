/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The random stream: the cipher against RFC 8439, seeds of all lengths, and
 * that the size of the requests does not matter.
 *
 * RUN: $BUILD/host/tests/zrt/host/random_test
 * OUT: ok
 */
#include "../../../zrt/random.c"

#include "shim.h"

/* RFC 8439, 2.3.2 */
static void rfc_vector(void)
{
	static const unsigned char want[BLOCK] = {
		0x10, 0xf1, 0xe7, 0xe4, 0xd1, 0x3b, 0x59, 0x15, 0x50, 0x0f, 0xdd, 0x1f, 0xa3, 0x20, 0x71, 0xc4,
		0xc7, 0xd1, 0xf4, 0xc7, 0x33, 0xc0, 0x68, 0x03, 0x04, 0x22, 0xaa, 0x9a, 0xc3, 0xd4, 0x6c, 0x4e,
		0xd2, 0x82, 0x64, 0x46, 0x07, 0x9f, 0xaa, 0x09, 0x14, 0xc2, 0xd7, 0x05, 0xd9, 0x8b, 0x02, 0xa2,
		0xb5, 0x12, 0x9c, 0xd1, 0xde, 0x16, 0x4e, 0xb9, 0xcb, 0xd0, 0x83, 0xe8, 0xa2, 0x50, 0x3c, 0x4e};
	unsigned char key[32], out[BLOCK];
	uint32_t words[8];

	for (int i = 0; i < 32; i++)
		key[i] = (unsigned char)i;
	memcpy(words, key, sizeof words);
	chacha20(words, 1 | (uint64_t)0x09000000 << 32, 0x4a000000, out);
	CHECK(!memcmp(out, want, sizeof want));
}

static void seeds_differ(void)
{
	unsigned char seed[100] = {0}, first[32], seen[101][16];

	for (size_t n = 0; n <= sizeof seed; n++) {
		zrt_random_init(seed, n);
		zrt_random_bytes(seen[n], sizeof seen[n]);
		for (size_t i = 0; i < n; i++)
			CHECK(memcmp(seen[i], seen[n], sizeof seen[n]));
	}
	/* Every byte of a seed counts. */
	zrt_random_init(seed, sizeof seed);
	zrt_random_bytes(first, sizeof first);
	for (size_t i = 0; i < sizeof seed; i++) {
		unsigned char other[32];

		seed[i] ^= 1;
		zrt_random_init(seed, sizeof seed);
		zrt_random_bytes(other, sizeof other);
		CHECK(memcmp(first, other, sizeof first));
		seed[i] ^= 1;
	}
}

static void sizes_do_not_matter(void)
{
	unsigned char whole[1000], parts[1000];
	size_t at = 0;

	zrt_random_init("x", 1);
	zrt_random_bytes(whole, sizeof whole);
	zrt_random_init("x", 1);
	while (at < sizeof parts) {
		size_t n = shim_random() % 130;

		if (n > sizeof parts - at)
			n = sizeof parts - at;
		zrt_random_bytes(parts + at, n);
		at += n;
	}
	CHECK(!memcmp(whole, parts, sizeof whole));
}

int main(void)
{
	rfc_vector();
	seeds_differ();
	sizes_do_not_matter();
	puts("ok");
	return 0;
}
