/* SPDX-License-Identifier: Apache-2.0 */
/*
 * random.h - the one stream of random numbers of a session: ChaCha20 under a
 * key made of the seed.  Everything that is random in Linux takes its bytes
 * from here in the order of the calls: getrandom, /dev/urandom, AT_RANDOM,
 * rdrand.  The same seed gives the same bytes; without a seed it is a fixed one,
 * so secrets need a seed that is secret ([random] seed= in nvram).
 */
#ifndef ZRT_RANDOM_H
#define ZRT_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Starts the stream anew. Any length, 0 too. */
void zrt_random_init(const void *seed, size_t length);

void zrt_random_bytes(void *buffer, size_t size);
uint64_t zrt_random_u64(void);

#endif
