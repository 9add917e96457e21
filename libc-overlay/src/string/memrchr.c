/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <string.h>
#include <features.h>

#include "vector.h"

void *__memrchr(const void *m, int c, size_t n)
{
	const unsigned char *s = m;
	const vec wanted = splat((unsigned char)c);
	if (!n)
		return NULL;
	const unsigned char *last = s + n - 1, *block = block_of(last);
	/* Without the bits behind the last byte. */
	unsigned mask = mask_equal(LOAD(vec_block, block), wanted) & (0xffffu >> (15 - ((uintptr_t)last & 15)));
	while (!mask) {
		if (block <= s)
			return NULL;
		block -= 16;
		mask = mask_equal(LOAD(vec_block, block), wanted);
	}
	const unsigned char *found = block + highest(mask);
	return found >= s ? (void *)found : NULL;
}

weak_alias(__memrchr, memrchr);
