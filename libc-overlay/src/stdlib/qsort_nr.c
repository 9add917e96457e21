/* SPDX-License-Identifier: Apache-2.0 */
#define _BSD_SOURCE
#include <stdlib.h>

/*
 * The comparison gets a third argument, which in this calling convention a
 * function of two does not see: no wrapper stands between.
 */
void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	__qsort_r(base, n, size, (int (*)(const void *, const void *, void *))(void (*)(void))compare, NULL);
}
