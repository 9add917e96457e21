/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <string.h>
#include <features.h>

#include "vector.h"

char *__strchrnul(const char *s, int c)
{
	const unsigned char *block = block_of(s);
	const vec wanted = splat((unsigned char)c), zero = splat(0);
	unsigned offset = (uintptr_t)s & 15;
	vec v = LOAD(vec_block, block);
	unsigned mask = mask_of((vec)(v == wanted) | (vec)(v == zero)) >> offset << offset;
	while (!mask) {
		block += 16;
		v = LOAD(vec_block, block);
		mask = mask_of((vec)(v == wanted) | (vec)(v == zero));
	}
	return (char *)block + lowest(mask);
}

weak_alias(__strchrnul, strchrnul);
