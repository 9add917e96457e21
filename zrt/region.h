/* SPDX-License-Identifier: Apache-2.0 */
/*
 * region.h - what the program has mapped: disjoint regions, ordered by address,
 * each found in O(log n).  The table knows nothing of pages; sys_mmap.c keeps
 * both in step.
 */
#ifndef ZRT_REGION_H
#define ZRT_REGION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct zrt_file;

struct zrt_region {
	struct zrt_region *left, *right; /* the table's own */
	uint32_t priority;               /* the same */
	uint8_t prot;                    /* PROT_*: kept and shown, not enforced */
	bool shared;           /* MAP_SHARED */
	uint32_t times;        /* how often it is mapped: more than 1 for a file's own pages only */
	uintptr_t start, end;  /* page aligned */
	struct zrt_file *file; /* one reference to it; NULL: anonymous */
	uint64_t offset;       /* of `start` in the file */
};

/* The pages of a shared region belong to the file; all others to the region. */
static inline bool zrt_region_in_file(const struct zrt_region *r)
{
	return r->file && r->shared;
}

/* The region that holds `address`, else the next one above; NULL: none. */
struct zrt_region *zrt_region_from(uintptr_t address);

/* The region that holds `address`, or NULL. */
struct zrt_region *zrt_region_at(uintptr_t address);

/* The region before `address` that ends there, or NULL. */
struct zrt_region *zrt_region_before(uintptr_t address);

/* Adds a region that overlaps no other; it is the table's until removed. */
void zrt_region_add(struct zrt_region *r);
void zrt_region_remove(struct zrt_region *r);

/*
 * Cuts `r` at `address`, which lies inside; `upper`, fresh memory, becomes the
 * part above (with its own reference to the file).
 */
void zrt_region_cut(struct zrt_region *r, uintptr_t address, struct zrt_region *upper);

/* Forgets all regions; for tests. */
void zrt_region_reset(void);

#endif
