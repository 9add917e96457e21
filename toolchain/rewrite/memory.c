/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void *grow(void *old, size_t count, size_t size)
{
	void *p = size && count > SIZE_MAX / size ? NULL : realloc(old, count * size);

	if (!p) {
		fputs("zvm-rewrite: out of memory\n", stderr);
		exit(2);
	}
	return p;
}
