/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "heap.h"

/* A program may bring its own malloc without a calloc: then its blocks are filled. */
void *calloc(size_t m, size_t n)
{
	size_t bytes;
	bool zero = false;
	if (__builtin_mul_overflow(m, n, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	void *p = heap_allocate(bytes, &zero);
	return p && !zero ? memset(p, 0, bytes) : p;
}
