/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "heap.h"

void *malloc(size_t n)
{
	bool zero;
	return heap_allocate(n, &zero);
}
