/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "compare.h"

int strcmp(const char *l, const char *r)
{
	return compare_strings(l, r, SIZE_MAX, false);
}
