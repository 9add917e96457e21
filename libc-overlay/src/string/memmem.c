/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <string.h>

#include "search.h"

void *memmem(const void *haystack, size_t size, const void *needle, size_t needle_size)
{
	const struct needle n = { needle, needle_size, false };
	const unsigned char *h = haystack, *found, *stopped;
	size_t spent = 0;
	if (!needle_size)
		return (void *)haystack;
	if (size < needle_size)
		return NULL;
	if (needle_size == 1)
		return memchr(haystack, *n.text, size);
	found = search_vector(&n, h, h + size - needle_size, &spent, &stopped);
	if (!found && stopped)
		found = search_two_way(&n, stopped, h + size);
	return (void *)found;
}
