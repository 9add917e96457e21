/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nvram_env.h - which variables the environment holds already while it is read.
 * An open hash table of places in the list, so that many variables cost no more
 * each than few do.
 */
#ifndef ZRT_NVRAM_ENV_H
#define ZRT_NVRAM_ENV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct zrt_env_index {
	uint32_t *places; /* 1 + place in the list; 0: free */
	size_t size;      /* a power of two */
};

/*
 * Place of the first of the `count` variables ("name=value") that has the name of
 * the last; the last's own if it is new.  The others were all asked for before.
 * False if memory ran out: the last is to be taken away again.
 */
bool zrt_env_place(struct zrt_env_index *index, char *const *env, size_t count, size_t *place);

#endif
