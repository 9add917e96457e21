/* SPDX-License-Identifier: Apache-2.0 */
/* libFuzzer target: any bytes as a unit.  The first two choose address and entry. */
#include <validator/validator.h>

#include <stdlib.h>
#include <string.h>

struct told {
	const struct zv_unit *unit;
	uint64_t count;
};

static bool note(void *context, const struct zv_violation *v)
{
	struct told *told = context;

	if (v->rule == 0 || v->rule >= ZV_RULES || !v->reason || !*v->reason || !v->advice || v->length == 0)
		abort();
	told->count++;
	return told->count < 1000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint64_t addresses[] = {0x20000, 0x20010, 0, 0x80000000, 0xFFFFFFE0, 0x100000000, UINT64_MAX - 31, 0x10000};
	struct zv_unit unit;
	struct zv_result result, again;
	struct told told = {&unit, 0};
	uint64_t entry;
	uint8_t *code;
	void *scratch;

	if (size < 2)
		return 0;
	unit.address = addresses[data[0] % 8];
	entry = data[1] & 1 ? unit.address + (data[1] & 0xFE) : 0;
	unit.size = size - 2;
	/* Exactly so many bytes: the sanitizer sees any read beyond them. */
	unit.code = code = malloc(unit.size ? unit.size : 1);
	scratch = malloc(zv_scratch_size(unit.size));
	if (!code || !scratch)
		abort();
	memcpy(code, data + 2, unit.size);
	if (zv_validate(&unit, entry, scratch, note, &told, &result) != (result.violations == 0))
		abort();
	if (told.count > result.violations || (told.count == 0) != (result.violations == 0))
		abort();
	zv_validate(&unit, entry, scratch, NULL, NULL, &again);
	if ((again.violations == 0) != (result.violations == 0))
		abort();
	free(scratch);
	free(code);
	return 0;
}
