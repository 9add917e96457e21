/* SPDX-License-Identifier: Apache-2.0 */
/* fallocate on files in memory: what tmpfs can, with its errors. */
#include "heap.h"
#include "linux.h"
#include "memfs.h"
#include "store.h"

#include <errno.h>
#include <string.h>

#define PAGE ZRT_STORE_PAGE

/* Clears [offset, end) within one page. */
static void clear_part(struct zrt_pages *store, uint64_t offset, uint64_t end)
{
	uint8_t *page = offset < end ? zrt_store_page(store, offset / PAGE) : NULL;

	if (page)
		memset(page + offset % PAGE, 0, end - offset);
}

static int punch_hole(struct zrt_inode *inode, uint64_t offset, uint64_t size)
{
	uint64_t end = offset + size, first = (offset + PAGE - 1) / PAGE, last = end / PAGE;
	int error;

	if (!inode->u.file.small && !inode->u.file.pages)
		return 0;
	error = zrt_memfs_paged(inode);
	if (error == 0)
		error = zrt_memfs_fetch(inode);
	if (error < 0)
		return error;
	if (first > last) {
		clear_part(inode->u.file.pages, offset, end);
		return 0;
	}
	clear_part(inode->u.file.pages, offset, first * PAGE);
	zrt_store_clear(inode->u.file.pages, first, last);
	clear_part(inode->u.file.pages, last * PAGE, end);
	return 0;
}

/* Fills all holes in [offset, offset + size); on failure what was filled goes again. */
static int allocate(struct zrt_inode *inode, uint64_t offset, uint64_t size)
{
	uint64_t first = offset / PAGE, end = (offset + size - 1) / PAGE + 1;
	struct zrt_pages *store;
	int error;

	if (end - first > zrt_heap_stats().total)
		return -ENOSPC;
	error = zrt_memfs_paged(inode);
	if (error == 0)
		error = zrt_memfs_fetch(inode);
	store = inode->u.file.pages;
	for (uint64_t index = first; error == 0 && index < end;) {
		uint8_t *at;
		int64_t run = (int64_t)zrt_store_run(store, index, end - index, &at);

		if (!at)
			run = zrt_store_fill(store, index, (uint64_t)run, true, &at);
		if (run < 0)
			error = (int)run;
		else
			index += (uint64_t)run;
	}
	return error;
}

int zrt_memfs_fallocate(struct zrt_file *file, int mode, uint64_t offset, uint64_t size)
{
	struct zrt_inode *inode = file->inode;
	int error;

	if (mode & ~(K_FALLOC_KEEP_SIZE | K_FALLOC_PUNCH_HOLE))
		return -EOPNOTSUPP;
	if (mode & K_FALLOC_PUNCH_HOLE) {
		error = zrt_memfs_sealed(inode, 0, 0, true);
		if (error == 0)
			error = punch_hole(inode, offset, size);
	} else {
		error = zrt_memfs_sealed(inode, offset, size, false);
		if (error == 0)
			error = allocate(inode, offset, size);
		if (error == 0 && !(mode & K_FALLOC_KEEP_SIZE) && offset + size > inode->size)
			inode->size = offset + size;
	}
	if (error == 0) {
		zrt_inode_strip(inode);
		zrt_inode_touch(inode, ZRT_TOUCH_MC);
	}
	return error;
}
