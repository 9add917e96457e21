/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <string.h>
#include <features.h>

char *__stpcpy(char *restrict d, const char *restrict s)
{
	size_t n = strlen(s);
	return (char *)memcpy(d, s, n + 1) + n;
}

weak_alias(__stpcpy, stpcpy);
