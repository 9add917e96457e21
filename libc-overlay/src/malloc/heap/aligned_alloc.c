/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>

#include "heap.h"

/*
 * Slabs begin at a multiple of a unit, so blocks whose size is a multiple of
 * the alignment are aligned.
 */
void *aligned_alloc(size_t align, size_t n)
{
	bool zero;
	if (!align || (align & (align - 1))) {
		errno = EINVAL;
		return NULL;
	}
	if (n > SIZE_MAX / 4 || align > SIZE_MAX / 4) {
		errno = ENOMEM;
		return NULL;
	}
	size_t size = n > align ? (n + align - 1) & -align : align;
	if (size > SMALL_MAX || align > UNIT)
		return __heap_large(size, align <= UNIT ? 1 : align >> UNIT_SHIFT, &zero);
	unsigned class = heap_class(size);
	while (class < CLASSES && (__heap_sizes[class] & (align - 1)))
		class++;
	return class < CLASSES ? heap_allocate(__heap_sizes[class], &zero) : __heap_large(size, 1, &zero);
}
