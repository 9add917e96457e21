/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hash of a name, eight bytes at a time.  A word may be read past the end of
 * the string, but never over the end of its page.
 */
#include "dentry.h"
#include "linux.h"

#include <string.h>

#define ONES 0x0101010101010101ULL
#define HIGH 0x8080808080808080ULL
#define SLASHES (ONES * '/')
#define MULTIPLIER 0x9E3779B97F4A7C15ULL
#define PAGE_MASK 4095u

static inline uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * MULTIPLIER;
	return hash ^ hash >> 32;
}

/* High bit set in the first byte that is 0 (bytes behind it may be wrong). */
static inline uint64_t zero_bytes(uint64_t word)
{
	return (word - ONES) & ~word & HIGH;
}

/* Reading beyond the object is deliberate, see above. */
__attribute__((no_sanitize("address"))) static inline uint64_t load_word(const char *text)
{
	uint64_t word;

	if (((uintptr_t)text & PAGE_MASK) <= PAGE_MASK - 7) {
		__builtin_memcpy(&word, text, 8);
	} else {
		word = 0;
		for (unsigned i = 0; i < 8; i++) {
			word |= (uint64_t)(unsigned char)text[i] << 8 * i;
			if (!text[i] || text[i] == '/')
				break;
		}
	}
	return word;
}

void zrt_name_scan(struct zrt_name *name, const char *text)
{
	uint64_t hash = 0;
	uint32_t length = 0;

	name->text = text;
	for (;;) {
		uint64_t word = load_word(text + length);
		uint64_t ends = zero_bytes(word) | zero_bytes(word ^ SLASHES);

		if (ends) {
			unsigned bytes = (unsigned)__builtin_ctzll(ends) >> 3;

			if (bytes)
				hash = mix(hash, word & (~0ULL >> (64 - 8 * bytes)));
			length += bytes;
			break;
		}
		hash = mix(hash, word);
		length += 8;
		if (length > K_PATH_MAX)
			break;
	}
	name->length = length;
	name->hash = (uint32_t)(hash ^ length);
}

void zrt_name_set(struct zrt_name *name, const char *text, size_t length)
{
	uint64_t hash = 0;
	uint32_t done = 0;

	while (length - done >= 8) {
		uint64_t word;

		memcpy(&word, text + done, 8);
		hash = mix(hash, word);
		done += 8;
	}
	if (length > done) {
		uint64_t word = 0;

		memcpy(&word, text + done, length - done);
		hash = mix(hash, word);
	}
	name->text = text;
	name->length = (uint32_t)length;
	name->hash = (uint32_t)(hash ^ length);
}
