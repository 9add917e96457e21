/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The guest's address space: who lies where, with which protection.
 *
 * One table of regions is the plan; the kernel's view is compared with it
 * before the guest runs (I4).  Functions that fail do not return: they refuse
 * the session with a message.
 */
#ifndef ZVM_LOADER_SPACE_H
#define ZVM_LOADER_SPACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* gate, session, thread, up to 16 segments, channel table, heap, stack */
#define SPACE_REGIONS_MAX 24

struct region {
	uint64_t start, end; /* whole pages; end is the first byte after */
	int prot;            /* PROT_* as it is while the guest runs */
	const char *name;
};

/* Reserves [0, guard end) without access.  Call before anything maps memory there. */
void space_reserve(void);

/*
 * Plans [start, end) under a name for messages.  Regions are added in ascending
 * order and never overlap.
 */
void space_add(const char *name, uint64_t start, uint64_t end);

/* Makes all planned regions rw- and zero, to be filled. */
void space_open(void);

/*
 * Lets the kernel use large pages for the heap [start, end), but not for its first
 * and last part: small programs would pay for clearing 2 MiB.
 */
void space_large_pages(uint64_t start, uint64_t end);

/* Sets the final protection of the region that starts at `start`. */
void space_protect(uint64_t start, int prot);

/* The regions in ascending order. */
const struct region *space_regions(size_t *count);

/* Refuses unless the kernel's map below the guard's end is exactly the plan. */
void space_check(void);

/*
 * Where the kernel offers it: nobody can change gate, text, guard and what else is
 * read-only any more, except the region at `except` (0: none).
 */
void space_seal(uint64_t except);

#endif
