/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "compare.h"

int strncmp(const char *l, const char *r, size_t n)
{
	return compare_strings(l, r, n, false);
}
