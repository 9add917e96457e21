/* SPDX-License-Identifier: Apache-2.0 */
/*
 * heap.h - where every byte that ZRT hands out comes from.
 *
 * The session's heap is divided in pages.  Free pages are kept as a tree of
 * extents, found by address and by size in O(log n); freeing never allocates.
 * Pages are taken from the top downwards, so that brk, which grows from the
 * bottom, has all the room there is.  Fresh pages of the loader are zero; a
 * page that was handed out once is known to be dirty, and only those are
 * cleared again when zeros are asked for.
 *
 * Above it stands an allocator of small objects (up to about 2 KiB in slabs,
 * larger ones in pages) for ZRT's own structures.
 *
 * Nothing here depends on time, chance or the host: the same calls give the
 * same addresses.  What fails returns NULL or false and changed nothing.
 */
#ifndef ZRT_HEAP_H
#define ZRT_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZRT_PAGE ((size_t)4096)

/* Flags of the page calls. */
#define ZRT_PAGES_ZERO 1u /* the pages read as zero */

/* Takes over [start, end), page aligned and zero; called once, before all else. */
void zrt_heap_init(uintptr_t start, uintptr_t end);

/* --- pages ------------------------------------------------------------- */

/* `count` adjoining pages, NULL if there are none or count is 0. */
void *zrt_pages(size_t count, unsigned flags);

/* The same at a multiple of `align` pages (a power of two). */
void *zrt_pages_aligned(size_t count, size_t align, unsigned flags);

/* Exactly these pages; false if one of them is not free or not in the heap. */
bool zrt_pages_at(uintptr_t at, size_t count, unsigned flags);

/*
 * Gives back pages: any part of what the calls above returned, also several
 * neighbours at once.
 */
void zrt_pages_free(void *first, size_t count);

/* True if [at, at + count pages) lies in the heap and is free. */
bool zrt_pages_are_free(uintptr_t at, size_t count);

/* Where zrt_pages would find this many, without taking them; 0: nowhere. */
uintptr_t zrt_pages_room(size_t count);

/* Bounds of the pages that the heap gives out; its own tables lie above. */
uintptr_t zrt_heap_start(void);
uintptr_t zrt_heap_end(void);

/* Pages in all, free now, and the most that were ever in use at once. */
struct zrt_heap_stats {
	size_t total, free, peak;
};
struct zrt_heap_stats zrt_heap_stats(void);

/* --- objects ----------------------------------------------------------- */

/* At least `size` bytes, aligned to 16; size 0 counts as 1. NULL: no memory. */
void *zrt_alloc(size_t size);

/* The same, filled with zero. */
void *zrt_zalloc(size_t size);

/* Like realloc; the old object stays when NULL is returned. size is not 0. */
void *zrt_realloc(void *old, size_t size);

/* Frees an object of the three calls above; NULL is nothing. */
void zrt_free(void *object);

/* Bytes that the object really has, at least what was asked for. */
size_t zrt_alloc_size(const void *object);

/* --- failure injection ------------------------------------------------- */

/*
 * For tests (nvram: [debug] fail=N, fail_from=N): lets the n-th allocation from
 * now fail, counted from 1 over all calls of this header that return memory;
 * with `onwards` all later ones too.  0 ends it.
 */
void zrt_heap_fail(uint64_t n, bool onwards);

/* Allocations asked for so far, for tests that try each one in turn. */
uint64_t zrt_heap_count(void);

#endif
