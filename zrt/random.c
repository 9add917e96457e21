/* SPDX-License-Identifier: Apache-2.0 */
#include "random.h"

#include <string.h>

#define BLOCK 64

static struct {
	uint32_t key[8];
	uint64_t block;             /* number of the next block */
	unsigned char bytes[BLOCK]; /* of the block before it */
	size_t left;                /* bytes of it not yet given out, at its end */
} stream;

static uint32_t rotate(uint32_t x, int bits)
{
	return x << bits | x >> (32 - bits);
}

static void quarter(uint32_t *x, int a, int b, int c, int d)
{
	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 16);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 12);
	x[a] += x[b];
	x[d] = rotate(x[d] ^ x[a], 8);
	x[c] += x[d];
	x[b] = rotate(x[b] ^ x[c], 7);
}

/* RFC 8439's block function with a 64-bit block number and a 64-bit nonce. */
static void chacha20(const uint32_t key[8], uint64_t block, uint64_t nonce, unsigned char out[BLOCK])
{
	uint32_t state[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
	uint32_t x[16];

	memcpy(state + 4, key, 32);
	state[12] = (uint32_t)block;
	state[13] = (uint32_t)(block >> 32);
	state[14] = (uint32_t)nonce;
	state[15] = (uint32_t)(nonce >> 32);
	memcpy(x, state, sizeof x);
	for (int round = 0; round < 10; round++) {
		quarter(x, 0, 4, 8, 12);
		quarter(x, 1, 5, 9, 13);
		quarter(x, 2, 6, 10, 14);
		quarter(x, 3, 7, 11, 15);
		quarter(x, 0, 5, 10, 15);
		quarter(x, 1, 6, 11, 12);
		quarter(x, 2, 7, 8, 13);
		quarter(x, 3, 4, 9, 14);
	}
	for (int i = 0; i < 16; i++)
		x[i] += state[i];
	memcpy(out, x, BLOCK);
}

/*
 * The key is folded out of the seed 32 bytes at a time: each part is mixed into
 * the key so far, and the cipher's output under that is the next key.  The
 * nonce tells the last part, with its length, from the others.
 */
void zrt_random_init(const void *seed, size_t length)
{
	const unsigned char *at = seed;
	unsigned char out[BLOCK];
	uint64_t part = 0;
	size_t n;

	memset(&stream, 0, sizeof stream);
	do {
		unsigned char piece[32] = {0};
		unsigned char *key = (unsigned char *)stream.key;

		n = length < sizeof piece ? length : sizeof piece;
		if (n)
			memcpy(piece, at, n);
		for (size_t i = 0; i < sizeof piece; i++)
			key[i] ^= piece[i];
		at += n;
		length -= n;
		chacha20(stream.key, part++, 1 + (length ? 0 : n + 1), out);
		memcpy(stream.key, out, sizeof stream.key);
	} while (length);
}

void zrt_random_bytes(void *buffer, size_t size)
{
	unsigned char *at = buffer;

	while (size) {
		size_t n;

		if (!stream.left) {
			chacha20(stream.key, stream.block++, 0, stream.bytes);
			stream.left = BLOCK;
		}
		n = size < stream.left ? size : stream.left;
		memcpy(at, stream.bytes + BLOCK - stream.left, n);
		stream.left -= n;
		at += n;
		size -= n;
	}
}

uint64_t zrt_random_u64(void)
{
	uint64_t value;

	zrt_random_bytes(&value, sizeof value);
	return value;
}
