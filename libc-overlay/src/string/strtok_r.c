/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "byteset.h"

/* One table for both searches of a call: to where the token begins, and to where it ends. */
char *strtok_r(char *restrict s, const char *restrict separators, char **restrict rest)
{
	struct byteset set;
	char *end;

	if (!s)
		s = *rest;
	if (!s)
		return NULL;
	byteset_of(&set, separators, 0);
	s += byteset_run(&set, s, 0);
	if (!*s)
		return *rest = NULL;
	set.has[0] = 1;
	end = s + byteset_run(&set, s, 1);
	*rest = *end ? end + 1 : NULL;
	*end = 0;
	return s;
}
