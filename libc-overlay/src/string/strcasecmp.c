/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <strings.h>
#include <features.h>

#include "caseless.h"

int strcasecmp(const char *l, const char *r)
{
	return compare_caseless(l, r, SIZE_MAX);
}

int __strcasecmp_l(const char *l, const char *r, locale_t loc)
{
	(void)loc;
	return strcasecmp(l, r);
}

weak_alias(__strcasecmp_l, strcasecmp_l);
