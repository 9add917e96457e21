/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "byteset.h"

char *__strchrnul(const char *, int);

size_t strcspn(const char *s, const char *reject)
{
	struct byteset set;

	if (!reject[0] || !reject[1])
		return (size_t)(__strchrnul(s, reject[0]) - s);
	byteset_of(&set, reject, 1);
	return byteset_run(&set, s, 1);
}
