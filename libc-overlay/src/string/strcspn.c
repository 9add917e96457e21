/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "set.h"

size_t strcspn(const char *s, const char *members)
{
	struct set set = { 0 };
	if (!members[0] || !members[1])
		return (size_t)(__strchrnul(s, *members) - s);
	set_add(&set, 0); /* the end stops it */
	for (; *members; members++)
		set_add(&set, (unsigned char)*members);
	return span(&set, s, 0);
}
