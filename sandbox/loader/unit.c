/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "cpu.h"
#include "guest.h"
#include "session.h"

#include <validator/validator.h>

#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>

static uint64_t features;
static void *jail_scratch;

/* Keeps the first violation for the report and counts the rest. */
static bool note(void *context, const struct zv_violation *v)
{
	(void)context;
	if (!session_result.violation.rule)
		session_result.violation = (struct session_violation){v->rule, v->address, v->reason};
	return true;
}

/* With MAP_POPULATE in `flags` its pages come now, by this one call. */
static void *get_scratch(uint64_t size, int flags, size_t *scratch_size)
{
	void *scratch;

	*scratch_size = zv_scratch_size(size);
	scratch = mmap(NULL, *scratch_size, PROT_READ | PROT_WRITE,
	               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | flags, -1, 0);
	if (scratch == MAP_FAILED)
		refuse_errno(SESSION_NO_MEMORY, "validator: cannot get %zu bytes of scratch memory", *scratch_size);
	return scratch;
}

static bool validate(uint64_t address, uint64_t size, uint64_t entry, void *scratch,
                     struct zv_result *result)
{
	struct zv_unit unit = {guest_pointer(address), size, address};

	return zv_validate(&unit, entry, scratch, note, NULL, result) && result->violations == 0;
}

void unit_validate_program(const char *path, uint64_t address, uint64_t size, uint64_t entry)
{
	const struct session_violation *v = &session_result.violation;
	struct zv_result result = {0};
	size_t scratch_size;
	void *scratch = get_scratch(size, MAP_POPULATE, &scratch_size);
	bool accepted = validate(address, size, entry, scratch, &result);

	munmap(scratch, scratch_size);
	if (accepted) {
		session_result.verdict = VERDICT_ACCEPTED;
		features = result.features;
		return;
	}
	session_result.verdict = VERDICT_REJECTED;
	session_result.violations = result.violations;
	refuse(SESSION_REJECTED, ENOEXEC, "program %s: 0x%llx breaks rule R%02u: %s (%llu violations; zvm-validate lists them)",
	       path, (unsigned long long)v->address, v->rule, v->reason ? v->reason : "not accepted",
	       (unsigned long long)result.violations);
}

void unit_prepare(uint64_t size)
{
	size_t scratch_size;

	jail_scratch = get_scratch(size, 0, &scratch_size);
}

bool unit_validate_jail(uint64_t address, uint64_t size)
{
	struct zv_result result = {0};

	return validate(address, size, 0, jail_scratch, &result) && cpu_missing(result.features) == 0;
}

uint64_t unit_features(void)
{
	return features;
}
