/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

char *strtok(char *restrict s, const char *restrict separators)
{
	static char *rest;

	return strtok_r(s, separators, &rest);
}
