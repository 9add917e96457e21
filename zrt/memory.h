/* SPDX-License-Identifier: Apache-2.0 */
/* memory.h - shared by sys_mmap.c (making and ending regions) and sys_memory.c. */
#ifndef ZRT_MEMORY_H
#define ZRT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "region.h"

struct zrt_inode;

/* Rounds up to whole pages; 0 if that overflows. */
static inline size_t zrt_page_up(size_t size)
{
	return (size + 4095) & ~(size_t)4095;
}

/*
 * Lets a region begin at `start` and one end at `end`, where regions lie across
 * these places.  -ENOMEM, and nothing changed.
 */
int zrt_memory_cut(uintptr_t start, uintptr_t end);

/* Joins the regions of [start, end] with their neighbours where they are alike. */
void zrt_memory_join(uintptr_t start, uintptr_t end);

/* Ends all regions within [start, end) after a zrt_memory_cut. */
void zrt_memory_unmap(uintptr_t start, uintptr_t end);

/* The program's first break to its present one, rounded up to pages. */
uintptr_t zrt_brk_start(void);
uintptr_t zrt_brk_end(void);

/* RLIMIT_AS allows `more` bytes besides all that is mapped. */
bool zrt_memory_allowed(size_t more);

/*
 * Walks over [start, end): true if all of it is mapped.  Text, data, stack and
 * break always are, without a region.
 */
bool zrt_memory_mapped(uintptr_t start, uintptr_t end);

/* Fills a region's pages [start, end) with what its file holds there, or zeros. */
int zrt_memory_fill(const struct zrt_region *r, uintptr_t start, uintptr_t end);

/* A shared mapping of this file was made by a descriptor that can write. */
bool zrt_memory_may_write(const struct zrt_inode *inode);

/* Forgets break and regions; for tests. */
void zrt_memory_reset(void);

#endif
