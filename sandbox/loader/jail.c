/* SPDX-License-Identifier: Apache-2.0 */
#include "jail.h"

#include "guest.h"
#include "session.h"
#include "unit.h"

#include <errno.h>
#include <sys/mman.h>

#define JAIL_MAX 0x10000000 /* bytes of one unit: bounds the validator's scratch memory */

static uint64_t heap_start, heap_end; /* both 0: jail is not allowed */
static uint64_t live;                 /* units */

/*
 * One entry for each heap page: 0 if it belongs to no unit, the unit's pages for
 * its first page, MEMBER for its others.  Exact, and never needs to grow.
 */
#define MEMBER UINT32_MAX
static uint32_t *pages;

void jail_allow(uint64_t start, uint64_t end)
{
	uint64_t size = (end - start) / ZVM_PAGE * sizeof *pages;

	pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (pages == MAP_FAILED)
		refuse_errno(SESSION_NO_MEMORY, "jail: cannot get the page table");
	unit_prepare(end - start < JAIL_MAX ? end - start : JAIL_MAX);
	heap_start = start;
	heap_end = end;
}

/* Whole pages, all in the heap; never computes a sum that could overflow. */
static bool whole_heap_pages(uint64_t address, uint64_t size)
{
	return size != 0 && address % ZVM_PAGE == 0 && size % ZVM_PAGE == 0 &&
	       address >= heap_start && address <= heap_end && size <= heap_end - address;
}

static uint32_t *entry(uint64_t address)
{
	return &pages[(address - heap_start) / ZVM_PAGE];
}

static void protect_or_end(uint64_t address, uint64_t size, int prot)
{
	if (mprotect(guest_pointer(address), size, prot))
		refuse_errno(SESSION_INTERNAL, "jail: the host cannot restore the protection");
}

int64_t jail(uint64_t address, uint64_t size)
{
	uint32_t count = (uint32_t)(size / ZVM_PAGE);

	if (heap_end == 0)
		return -EPERM;
	if (!whole_heap_pages(address, size))
		return -EINVAL;
	if (size > JAIL_MAX)
		return -EFBIG;
	for (uint32_t i = 0; i < count; i++)
		if (entry(address)[i])
			return -EBUSY;
	/* Seal, validate, open: nothing can change between the look and the leap. */
	if (mprotect(guest_pointer(address), size, PROT_READ)) {
		protect_or_end(address, size, PROT_READ | PROT_WRITE);
		return -ENOMEM;
	}
	if (!unit_validate_jail(address, size)) {
		protect_or_end(address, size, PROT_READ | PROT_WRITE);
		return -EPERM;
	}
	if (mprotect(guest_pointer(address), size, PROT_READ | PROT_EXEC)) {
		protect_or_end(address, size, PROT_READ | PROT_WRITE);
		return -ENOMEM;
	}
	entry(address)[0] = count;
	for (uint32_t i = 1; i < count; i++)
		entry(address)[i] = MEMBER;
	live++;
	return 0;
}

int64_t unjail(uint64_t address, uint64_t size)
{
	uint32_t count = (uint32_t)(size / ZVM_PAGE);

	if (heap_end == 0 || !whole_heap_pages(address, size) || size > JAIL_MAX || *entry(address) != count)
		return -EINVAL;
	if (mprotect(guest_pointer(address), size, PROT_READ | PROT_WRITE)) {
		protect_or_end(address, size, PROT_READ | PROT_EXEC);
		return -ENOMEM;
	}
	for (uint32_t i = 0; i < count; i++)
		entry(address)[i] = 0;
	live--;
	return 0;
}

bool jail_overlaps(uint64_t address, uint64_t size)
{
	uint64_t end = address + size; /* the caller knows that it lies below 4 GiB */

	if (live == 0 || size == 0)
		return false;
	if (address < heap_start)
		address = heap_start;
	if (end > heap_end)
		end = heap_end;
	for (address &= ~(ZVM_PAGE - 1); address < end; address += ZVM_PAGE)
		if (*entry(address))
			return true;
	return false;
}
