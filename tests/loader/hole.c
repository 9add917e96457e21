/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The planted validator hole: stands in for sandbox/validator in test programs
 * that are never installed.  It accepts every byte, so that tests can ask what
 * the walls behind the validator hold.
 */
#include <validator/validator.h>

size_t zv_scratch_size(size_t size)
{
	(void)size;
	return 1;
}

bool zv_validate(const struct zv_unit *unit, uint64_t entry, void *scratch,
                 zv_sink *sink, void *context, struct zv_result *result)
{
	(void)unit, (void)entry, (void)scratch, (void)sink, (void)context;
	*result = (struct zv_result){0};
	return true;
}
