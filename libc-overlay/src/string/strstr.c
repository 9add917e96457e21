/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "search.h"

char *strstr(const char *haystack, const char *needle)
{
	if (!needle[0])
		return (char *)haystack;
	if (!needle[1])
		return strchr(haystack, *needle);
	const struct needle n = { (const unsigned char *)needle, strlen(needle), false };
	return search_string(&n, haystack);
}
