/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "heap.h"

/* The block may stay if it is large enough, and not more than twice too large. */
static bool stays(const struct span *s, size_t n)
{
	size_t size = __heap_sizes[s->class];
	return n <= size && (n > size / 2 || size <= 64);
}

void *realloc(void *p, size_t n)
{
	bool zero;
	if (!p)
		return heap_allocate(n, &zero);
	struct span *s = heap_span((uintptr_t)p);
	s -= s->back;
	if (s->kind != SLAB && s->kind != LARGE)
		a_crash();
	if (s->kind == SLAB ? stays(s, n) : n > SMALL_MAX && __heap_resize_large(s, n))
		return p;
	size_t have = heap_usable(p);
	/* What has grown out of its place will grow again. */
	void *q = n > have && n > SMALL_MAX ? __heap_growing(n) : heap_allocate(n, &zero);
	if (!q)
		return n <= have ? p : NULL;
	memcpy(q, p, n < have ? n : have);
	heap_free(p);
	return q;
}
