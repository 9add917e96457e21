/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store.h - contents of a regular file in pages.
 *
 * A radix tree from the number of a page in the file to the page in memory;
 * holes have none.  Growing a file never copies its contents.  Runs of pages
 * that are taken together adjoin in memory, so large reads and writes are few
 * large copies.
 *
 * Bytes of a page beyond the end of the file are zero.
 */
#ifndef ZRT_FS_STORE_H
#define ZRT_FS_STORE_H

#include "vfs.h"

#define ZRT_STORE_SHIFT 12
#define ZRT_STORE_PAGE ((uint64_t)1 << ZRT_STORE_SHIFT)
/* Pages of a file are numbered below this: st_size fits an int64_t. */
#define ZRT_STORE_MAX ((uint64_t)1 << (63 - ZRT_STORE_SHIFT))

/* A part of the file that stands where a program has mapped it. */
struct zrt_mapping {
	struct zrt_mapping *next;
	uint64_t first, count; /* pages of the file */
	uint64_t skip;         /* pages that were unmapped in front of it */
	uintptr_t at;          /* address of page `first` */
	uint16_t refs[];       /* from `skip` on: how often each page is mapped */
};

struct zrt_pages {
	uint32_t *root;    /* page numbers (address >> 12), 0: none */
	uint32_t height;   /* levels above the leaf */
	uint32_t capacity; /* entries of the root */
	uint64_t count;    /* pages that the file has */
	struct zrt_mapping *mappings;
};

struct zrt_pages *zrt_store_new(void);
void zrt_store_free(struct zrt_pages *store);

/* Address of page `index`, NULL for a hole. */
uint8_t *zrt_store_page(const struct zrt_pages *store, uint64_t index);

/*
 * Longest run from `index` on, at most `limit` pages, that adjoins in memory or
 * is a hole throughout: its length, and its address or NULL.
 */
uint64_t zrt_store_run(const struct zrt_pages *store, uint64_t index, uint64_t limit, uint8_t **at);

/*
 * Fills the hole [index, index + count) or the beginning of it: returns how
 * many pages (adjoining, at *at) or -ENOSPC, -ENOMEM.  With `zero` they are
 * cleared, else the caller overwrites them all.
 */
int64_t zrt_store_fill(struct zrt_pages *store, uint64_t index, uint64_t count, bool zero, uint8_t **at);

/* Makes sure that zrt_store_set can not fail for these pages. -ENOMEM. */
int zrt_store_prepare(struct zrt_pages *store, uint64_t index, uint64_t count);

/* Puts a page of the caller's in place of what was there, which is the caller's now. */
void zrt_store_set(struct zrt_pages *store, uint64_t index, uint8_t *page);

/* The mapping that holds page `index`, or NULL. */
struct zrt_mapping *zrt_store_mapping(const struct zrt_pages *store, uint64_t index);

/* Gives back all pages in [index, end); pages of a mapping are cleared instead. */
void zrt_store_clear(struct zrt_pages *store, uint64_t index, uint64_t end);

/* First page at or after index that is there, or ZRT_STORE_MAX. */
uint64_t zrt_store_next(const struct zrt_pages *store, uint64_t index);

#endif
