/* SPDX-License-Identifier: Apache-2.0 */
#include <malloc.h>

#include "heap.h"

size_t malloc_usable_size(void *p)
{
	return p ? heap_usable(p) : 0;
}
