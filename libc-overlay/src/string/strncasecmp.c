/* SPDX-License-Identifier: Apache-2.0 */
#include <strings.h>
#include <features.h>
#include <locale.h>

#include "compare.h"

int strncasecmp(const char *l, const char *r, size_t n)
{
	return compare_strings(l, r, n, true);
}

int __strncasecmp_l(const char *l, const char *r, size_t n, locale_t loc)
{
	return strncasecmp(l, r, n);
}

weak_alias(__strncasecmp_l, strncasecmp_l);
