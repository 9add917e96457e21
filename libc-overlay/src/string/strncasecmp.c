/* SPDX-License-Identifier: Apache-2.0 */
#include <strings.h>
#include <features.h>

#include "caseless.h"

int strncasecmp(const char *l, const char *r, size_t n)
{
	return compare_caseless(l, r, n);
}

int __strncasecmp_l(const char *l, const char *r, size_t n, locale_t loc)
{
	(void)loc;
	return strncasecmp(l, r, n);
}

weak_alias(__strncasecmp_l, strncasecmp_l);
