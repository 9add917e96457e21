/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "set.h"

size_t strspn(const char *s, const char *members)
{
	struct set set = { 0 };
	/* Most calls skip what is not there, or one kind of byte. */
	if (!members[0])
		return 0;
	if (!members[1]) {
		const char *p = s;
		while (*p == *members)
			p++;
		return (size_t)(p - s);
	}
	for (; *members; members++)
		set_add(&set, (unsigned char)*members);
	return span(&set, s, 0xffff); /* the end is in no set */
}
