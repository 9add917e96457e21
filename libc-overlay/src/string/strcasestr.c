/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <string.h>

#include "search.h"

char *strcasestr(const char *haystack, const char *needle)
{
	const struct needle n = { (const unsigned char *)needle, strlen(needle), true };
	if (!n.size)
		return (char *)haystack;
	return search_string(&n, haystack);
}
