/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "heap.h"

void free(void *p)
{
	if (p)
		heap_free(p);
}
