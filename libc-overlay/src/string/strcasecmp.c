/* SPDX-License-Identifier: Apache-2.0 */
#include <strings.h>
#include <features.h>
#include <locale.h>

#include "compare.h"

int strcasecmp(const char *l, const char *r)
{
	return compare_strings(l, r, SIZE_MAX, true);
}

int __strcasecmp_l(const char *l, const char *r, locale_t loc)
{
	return strcasecmp(l, r);
}

weak_alias(__strcasecmp_l, strcasecmp_l);
