/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "byteset.h"

size_t strspn(const char *s, const char *accept)
{
	struct byteset set;

	/* Most calls skip what is not there, or one kind of byte: no table for these. */
	if (!accept[0])
		return 0;
	if (!accept[1]) {
		const char *p = s;
		while (*p == *accept)
			p++;
		return (size_t)(p - s);
	}
	byteset_of(&set, accept, 0);
	return byteset_run(&set, s, 0);
}
