/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MAP_SHARED: the storage of the file is the mapping.  While a range is mapped
 * its pages do not move and are not given back.
 */
#include "heap.h"
#include "memfs.h"
#include "store.h"

#include <errno.h>
#include <string.h>

#define PAGE ZRT_STORE_PAGE
#define REFS_MAX UINT16_MAX

static uint8_t *address(uintptr_t at)
{
	return (uint8_t *)at;
}

/* Any page of the range is part of a mapping. */
static bool touches_mapping(const struct zrt_pages *store, uint64_t first, uint64_t count)
{
	for (const struct zrt_mapping *m = store->mappings; m; m = m->next) {
		if (m->first < first + count && first < m->first + m->count)
			return true;
	}
	return false;
}

/* One more mapping of a range that is mapped already. */
static int map_again(struct zrt_pages *store, uint64_t first, uint64_t count, uintptr_t fixed, uintptr_t *at)
{
	struct zrt_mapping *m = zrt_store_mapping(store, first);
	uint16_t *refs;

	if (!m || first + count > m->first + m->count)
		return -EINVAL;
	*at = m->at + (first - m->first) * PAGE;
	if (fixed && fixed != *at)
		return -EINVAL;
	refs = m->refs + m->skip + (first - m->first);
	for (uint64_t i = 0; i < count; i++) {
		if (refs[i] == REFS_MAX)
			return -ENOMEM;
	}
	for (uint64_t i = 0; i < count; i++)
		refs[i]++;
	return 0;
}

/* The range adjoins in memory already. */
static bool is_whole(const struct zrt_pages *store, uint64_t first, uint64_t count, uintptr_t *at)
{
	uint8_t *begin, *part;
	uint64_t done = 0;

	while (done < count) {
		uint64_t run = zrt_store_run(store, first + done, count - done, &part);

		if (!part)
			return false;
		if (done == 0)
			begin = part;
		else if (part != begin + done * PAGE)
			return false;
		done += run;
	}
	*at = (uintptr_t)begin;
	return true;
}

/* Moves the range to `to`, zero pages that the file owns afterwards. */
static void move_pages(struct zrt_pages *store, uint64_t first, uint64_t count, uint8_t *to)
{
	for (uint64_t i = 0; i < count; i++) {
		uint8_t *old = zrt_store_page(store, first + i);

		if (old)
			memcpy(to + i * PAGE, old, PAGE);
		zrt_store_set(store, first + i, to + i * PAGE);
		if (old)
			zrt_pages_free(old, 1);
	}
}

int zrt_file_map(struct zrt_file *file, uint64_t offset, size_t size, uintptr_t fixed, uintptr_t *at)
{
	struct zrt_inode *inode = file->inode;
	uint64_t first = offset / PAGE, count = size / PAGE;
	struct zrt_mapping *m;
	struct zrt_pages *store;
	int error;

	if (inode->ops != &zrt_memfs_file_ops)
		return -ENODEV;
	if (offset % PAGE || size % PAGE || !count)
		return -EINVAL;
	if (first + count > ZRT_STORE_MAX)
		return -EOVERFLOW;
	error = zrt_memfs_paged(inode);
	if (error == 0)
		error = zrt_memfs_fetch(inode);
	if (error < 0)
		return error;
	store = inode->u.file.pages;
	if (touches_mapping(store, first, count))
		return map_again(store, first, count, fixed, at);
	m = zrt_alloc(sizeof *m + count * sizeof *m->refs);
	if (!m || zrt_store_prepare(store, first, count) < 0) {
		zrt_free(m);
		return -ENOMEM;
	}
	if (fixed) {
		*at = fixed;
		memset(address(fixed), 0, size);
		move_pages(store, first, count, address(fixed));
	} else if (!is_whole(store, first, count, at)) {
		uint8_t *pages = zrt_pages(count, ZRT_PAGES_ZERO);

		if (!pages) {
			zrt_free(m);
			return -ENOMEM;
		}
		*at = (uintptr_t)pages;
		move_pages(store, first, count, pages);
	}
	*m = (struct zrt_mapping){.next = store->mappings, .first = first, .count = count, .at = *at};
	for (uint64_t i = 0; i < count; i++)
		m->refs[i] = 1;
	store->mappings = m;
	return 0;
}

/* Leaves out pages at both ends that nobody maps any more. */
static void trim(struct zrt_mapping *m)
{
	while (m->count && !m->refs[m->skip]) {
		m->skip++;
		m->first++;
		m->at += PAGE;
		m->count--;
	}
	while (m->count && !m->refs[m->skip + m->count - 1])
		m->count--;
}

void zrt_file_unmap(struct zrt_inode *inode, uint64_t offset, size_t size)
{
	struct zrt_pages *store = inode->u.file.pages;
	uint64_t first = offset / PAGE, end = first + size / PAGE, kept = (inode->size + PAGE - 1) / PAGE;

	for (uint64_t i = first; i < end; i++) {
		struct zrt_mapping *m = zrt_store_mapping(store, i);

		if (m && m->refs[m->skip + (i - m->first)])
			m->refs[m->skip + (i - m->first)]--;
	}
	for (struct zrt_mapping **link = &store->mappings; *link;) {
		struct zrt_mapping *m = *link;

		trim(m);
		if (m->count) {
			link = &m->next;
			continue;
		}
		*link = m->next;
		zrt_free(m);
	}
	/* Beyond the end of the file pages were there for the mapping only. */
	if (end > kept)
		zrt_store_clear(store, first > kept ? first : kept, end);
}
