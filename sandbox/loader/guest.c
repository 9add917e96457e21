/* SPDX-License-Identifier: Apache-2.0 */
#include "guest.h"

#include "jail.h"
#include "space.h"

#include <sys/mman.h>

/* Neighbouring regions joined: a buffer may begin in the data and end in the heap. */
struct range {
	uint64_t start, end;
};
#define RANGE_MAX 32
static struct range readable[RANGE_MAX], writable[RANGE_MAX];
static unsigned readable_count, writable_count;

static void add(struct range *ranges, unsigned *count, const struct region *r)
{
	if (*count && ranges[*count - 1].end == r->start)
		ranges[*count - 1].end = r->end;
	else
		ranges[(*count)++] = (struct range){r->start, r->end};
}

void guest_memory_init(void)
{
	size_t count;
	const struct region *r = space_regions(&count);

	_Static_assert(RANGE_MAX >= SPACE_REGIONS_MAX, "a range for each region");
	readable_count = writable_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (r[i].prot & PROT_READ)
			add(readable, &readable_count, &r[i]);
		if (r[i].prot & PROT_WRITE)
			add(writable, &writable_count, &r[i]);
	}
}

/* address + size is never computed: it could overflow. */
static bool inside(const struct range *ranges, unsigned count, uint64_t address, uint64_t size)
{
	for (unsigned i = 0; i < count; i++)
		if (address >= ranges[i].start && address <= ranges[i].end &&
		    size <= ranges[i].end - address)
			return true;
	return false;
}

bool guest_readable(uint64_t address, uint64_t size)
{
	return inside(readable, readable_count, address, size);
}

bool guest_writable(uint64_t address, uint64_t size)
{
	return inside(writable, writable_count, address, size) && !jail_overlaps(address, size);
}
