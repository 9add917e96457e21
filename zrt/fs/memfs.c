/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Contents of regular files in memory.  A file of up to SMALL_MAX bytes is one
 * object of the heap, a bigger one consists of pages (store.h).  In both forms
 * allocated bytes beyond the end of the file are zero.
 */
#include "memfs.h"

#include "heap.h"
#include "linux.h"
#include "rlimits.h"
#include "signals.h"
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>

#define SMALL_MAX 2048u
#define SMALL_MIN 64u
#define PAGE ZRT_STORE_PAGE

static uint64_t min64(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* --- small files ------------------------------------------------------------ */

/* Room for `size` bytes in the small form. */
static int small_reserve(struct zrt_inode *inode, size_t size)
{
	size_t have = inode->u.file.small ? zrt_alloc_size(inode->u.file.small) : 0, want = SMALL_MIN;
	uint8_t *room;

	if (size <= have)
		return 0;
	while (want < size)
		want *= 2;
	room = zrt_realloc(inode->u.file.small, want);
	if (!room)
		return -ENOSPC;
	memset(room + have, 0, zrt_alloc_size(room) - have);
	inode->u.file.small = room;
	return 0;
}

int zrt_memfs_paged(struct zrt_inode *inode)
{
	uint8_t *small = inode->u.file.small, *page;
	struct zrt_pages *store;

	if (inode->u.file.pages)
		return 0;
	store = zrt_store_new();
	if (!store)
		return -ENOMEM;
	if (small) {
		size_t have = (size_t)min64(zrt_alloc_size(small), inode->size);
		int64_t filled = zrt_store_fill(store, 0, 1, true, &page);

		if (filled < 0) {
			zrt_store_free(store);
			return (int)filled;
		}
		memcpy(page, small, have);
		zrt_free(small);
		inode->u.file.small = NULL;
	}
	inode->u.file.pages = store;
	return 0;
}

/* --- contents that are still elsewhere ------------------------------------------ */

#define FETCH_PAGES 32 /* pages read from a backing at once: 128 KiB */

/* Makes the hole at page `index` present if the backing has bytes for it. */
static int fetch(struct zrt_inode *inode, uint64_t index, uint64_t hole)
{
	struct zrt_backing *backing = inode->u.file.backing;
	uint64_t end = (backing->size + PAGE - 1) / PAGE, bytes;
	uint8_t *at;
	int64_t count;
	int error;

	count = (int64_t)min64(min64(hole, FETCH_PAGES), end - index);
	count = zrt_store_fill(inode->u.file.pages, index, (uint64_t)count, true, &at);
	if (count < 0)
		return (int)count;
	bytes = min64((uint64_t)count * PAGE, backing->size - index * PAGE);
	error = backing->read(backing, at, bytes, index * PAGE);
	if (error < 0)
		zrt_store_clear(inode->u.file.pages, index, index + (uint64_t)count);
	return error;
}

static void release_backing(struct zrt_inode *inode)
{
	struct zrt_backing *backing = inode->u.file.backing;

	inode->u.file.backing = NULL;
	if (backing && backing->release)
		backing->release(backing);
}

/*
 * As zrt_store_run, but a hole that the backing knows is filled first, so that
 * what is reported as a hole is one.
 */
static int64_t run_of(struct zrt_inode *inode, uint64_t index, uint64_t limit, uint8_t **at)
{
	struct zrt_backing *backing = inode->u.file.backing;
	uint64_t run = zrt_store_run(inode->u.file.pages, index, limit, at);

	if (!backing || *at || index * PAGE >= backing->size)
		return (int64_t)run;
	int error = fetch(inode, index, run);

	if (error < 0)
		return error;
	return (int64_t)zrt_store_run(inode->u.file.pages, index, limit, at);
}

int zrt_memfs_fetch(struct zrt_inode *inode)
{
	struct zrt_backing *backing = inode->u.file.backing;
	uint64_t end, index = 0;

	if (!backing)
		return 0;
	end = (backing->size + PAGE - 1) / PAGE;
	while (index < end) {
		uint8_t *at;
		int64_t run = run_of(inode, index, end - index, &at);

		if (run < 0)
			return (int)run;
		index += (uint64_t)run;
	}
	release_backing(inode);
	return 0;
}

int zrt_inode_back(struct zrt_inode *inode, struct zrt_backing *backing)
{
	int error;

	if (!S_ISREG(inode->mode) || inode->size)
		return -EINVAL;
	error = zrt_memfs_paged(inode);
	if (error < 0)
		return error;
	inode->u.file.backing = backing;
	inode->size = backing->size;
	return 0;
}

/* --- reading and writing ------------------------------------------------------------ */

#define THROUGH_MIN (64u << 10)

/* The program needs memory too: contents are kept while a quarter of it is free. */
static bool may_keep(void)
{
	struct zrt_heap_stats stats = zrt_heap_stats();

	return stats.free > stats.total / 4;
}

/*
 * Reads from the backing without keeping it: a long read, which is as fast and
 * would only fill the memory, and any read while memory is scarce.  How many
 * bytes; 0: the usual way is the right one.
 */
static int64_t read_through(struct zrt_inode *inode, uint8_t *to, size_t size, uint64_t offset)
{
	struct zrt_backing *backing = inode->u.file.backing;
	uint64_t index = offset / PAGE, pages = (offset % PAGE + size + PAGE - 1) / PAGE, bytes;
	uint8_t *at;
	int error;

	if (!backing || offset >= backing->size)
		return 0;
	pages = zrt_store_run(inode->u.file.pages, index, pages, &at);
	if (at)
		return 0;
	bytes = min64(min64(pages * PAGE - offset % PAGE, size), backing->size - offset);
	if (bytes < THROUGH_MIN && may_keep()) {
		error = fetch(inode, index, pages);
		if (error != -ENOMEM && error != -ENOSPC)
			return error;
	}
	error = backing->read(backing, to, bytes, offset);
	return error < 0 ? error : (int64_t)bytes;
}

static int64_t read_pages(struct zrt_inode *inode, uint8_t *to, size_t size, uint64_t offset)
{
	size_t done = 0;

	while (done < size) {
		uint64_t index = (offset + done) / PAGE, skip = (offset + done) % PAGE, bytes;
		uint64_t pages = (skip + (size - done) + PAGE - 1) / PAGE;
		uint8_t *at;
		int64_t run = read_through(inode, to + done, size - done, offset + done);

		if (run > 0) {
			done += (size_t)run;
			continue;
		}
		if (run == 0)
			run = run_of(inode, index, pages, &at);
		if (run < 0)
			return done ? (int64_t)done : run;
		bytes = min64((uint64_t)run * PAGE - skip, size - done);
		if (at)
			memcpy(to + done, at + skip, bytes);
		else
			memset(to + done, 0, bytes);
		done += bytes;
	}
	return (int64_t)done;
}

int64_t zrt_memfs_read(struct zrt_inode *inode, void *buffer, size_t size, uint64_t offset)
{
	uint8_t *to = buffer, *small = inode->u.file.small;
	size_t have = 0;

	if (offset >= inode->size)
		return 0;
	size = (size_t)min64(size, inode->size - offset);
	if (inode->u.file.pages)
		return read_pages(inode, to, size, offset);
	if (small) {
		size_t room = zrt_alloc_size(small);

		if (offset < room) {
			have = (size_t)min64(size, room - offset);
			memcpy(to, small + offset, have);
		}
	}
	memset(to + have, 0, size - have);
	return (int64_t)size;
}

int64_t zrt_memfs_peek(struct zrt_inode *inode, uint64_t offset, size_t size, const uint8_t **at)
{
	static const uint8_t zeros[PAGE];
	uint8_t *small = inode->u.file.small, *page;
	int64_t run;

	if (offset >= inode->size)
		return 0;
	size = (size_t)min64(size, inode->size - offset);
	*at = zeros + offset % PAGE;
	if (!inode->u.file.pages) {
		uint64_t room = small ? zrt_alloc_size(small) : 0;

		if (offset >= room)
			return (int64_t)min64(size, PAGE - offset % PAGE);
		*at = small + offset;
		return (int64_t)min64(size, room - offset);
	}
	run = run_of(inode, offset / PAGE, (offset % PAGE + size + PAGE - 1) / PAGE, &page);
	if (run < 0)
		return run;
	if (!page)
		return (int64_t)min64(size, PAGE - offset % PAGE);
	*at = page + offset % PAGE;
	return (int64_t)min64(size, (uint64_t)run * PAGE - offset % PAGE);
}

/*
 * Fills a hole for a write of [offset, offset + size): pages that it covers
 * whole are not cleared first.
 */
static int64_t fill_hole(struct zrt_inode *inode, uint64_t offset, size_t size, uint64_t run, uint8_t **at)
{
	uint64_t index = offset / PAGE, skip = offset % PAGE;
	uint64_t whole = skip ? 0 : size / PAGE;

	if (!whole)
		return zrt_store_fill(inode->u.file.pages, index, 1, true, at);
	return zrt_store_fill(inode->u.file.pages, index, min64(run, whole), false, at);
}

static int64_t write_pages(struct zrt_inode *inode, const uint8_t *from, size_t size, uint64_t offset)
{
	size_t done = 0;

	while (done < size) {
		uint64_t place = offset + done, skip = place % PAGE, bytes;
		uint64_t pages = (skip + (size - done) + PAGE - 1) / PAGE;
		uint8_t *at;
		int64_t run = run_of(inode, place / PAGE, pages, &at);

		if (run >= 0 && !at)
			run = fill_hole(inode, place, size - done, (uint64_t)run, &at);
		if (run < 0)
			return done ? (int64_t)done : run;
		bytes = min64((uint64_t)run * PAGE - skip, size - done);
		memcpy(at + skip, from + done, bytes);
		done += bytes;
	}
	return (int64_t)done;
}

int zrt_memfs_too_large(void)
{
	const struct zrt_siginfo info = {.signo = SIGXFSZ, .code = SI_KERNEL};

	(void)zrt_signal_send(0, &info);
	return -EFBIG;
}

int64_t zrt_memfs_write(struct zrt_inode *inode, const void *buffer, size_t size, uint64_t offset)
{
	int64_t count;
	int error;

	if (!size)
		return 0;
	if (__builtin_expect(offset + size > zrt_limits.file_size, 0)) {
		if (offset >= zrt_limits.file_size)
			return zrt_memfs_too_large();
		size = (size_t)(zrt_limits.file_size - offset);
	}
	if (!inode->u.file.pages && offset + size <= SMALL_MAX) {
		error = small_reserve(inode, offset + size);
		if (error < 0)
			return error;
		memcpy(inode->u.file.small + offset, buffer, size);
		count = (int64_t)size;
	} else {
		error = zrt_memfs_paged(inode);
		if (error < 0)
			return error;
		count = write_pages(inode, buffer, size, offset);
	}
	if (count > 0 && offset + (uint64_t)count > inode->size)
		inode->size = offset + (uint64_t)count;
	return count;
}

/* Clears the bytes from `size` to the end of their page, if it is there. */
static void clear_tail(struct zrt_inode *inode, uint64_t size)
{
	uint8_t *page;

	if (size % PAGE == 0)
		return;
	page = zrt_store_page(inode->u.file.pages, size / PAGE);
	if (page)
		memset(page + size % PAGE, 0, PAGE - size % PAGE);
}

int zrt_memfs_truncate(struct zrt_inode *inode, uint64_t size)
{
	struct zrt_backing *backing = inode->u.file.backing;

	if (size > inode->size && size > zrt_limits.file_size)
		return zrt_memfs_too_large();
	if (size < inode->size && inode->u.file.small) {
		size_t room = zrt_alloc_size(inode->u.file.small);

		if (size == 0) {
			zrt_free(inode->u.file.small);
			inode->u.file.small = NULL;
		} else if (size < room) {
			memset(inode->u.file.small + size, 0, room - size);
		}
	}
	if (size <= inode->size && inode->u.file.pages) {
		if (backing && size < backing->size)
			backing->size = size;
		zrt_store_clear(inode->u.file.pages, (size + PAGE - 1) / PAGE, ZRT_STORE_MAX);
		clear_tail(inode, size);
		if (backing && size == 0)
			release_backing(inode);
	}
	inode->size = size;
	return 0;
}

static void destroy_file(struct zrt_inode *inode)
{
	release_backing(inode);
	zrt_free(inode->u.file.small);
	if (inode->u.file.pages)
		zrt_store_free(inode->u.file.pages);
}

uint64_t zrt_inode_blocks(const struct zrt_inode *inode)
{
	if (inode->ops == &zrt_memfs_file_ops) {
		if (inode->u.file.pages)
			return inode->u.file.pages->count * (PAGE / 512);
		return inode->u.file.small ? PAGE / 512 : 0;
	}
	/* tmpfs keeps the text of a long link in a page. */
	return S_ISLNK(inode->mode) && inode->size >= 128 ? PAGE / 512 : 0;
}

/* --- open files ------------------------------------------------------------------------ */

int zrt_memfs_sealed(const struct zrt_inode *inode, uint64_t offset, uint64_t size, bool write)
{
	uint32_t seals = inode->flags >> ZRT_INODE_SEALS_SHIFT;

	if (!seals)
		return 0;
	if (write && (seals & (K_F_SEAL_WRITE | K_F_SEAL_FUTURE_WRITE)))
		return -EPERM;
	return (seals & K_F_SEAL_GROW) && offset + size > inode->size ? -EPERM : 0;
}

static int64_t open_read(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	int64_t count = zrt_memfs_read(file->inode, buffer, size, *pos);

	if (count > 0)
		*pos += (uint64_t)count;
	if (!(file->flags & O_NOATIME))
		zrt_inode_accessed(file->inode);
	return count;
}

static int64_t open_write(struct zrt_file *file, const void *buffer, size_t size, uint64_t *pos)
{
	struct zrt_inode *inode = file->inode;
	uint64_t at = file->flags & O_APPEND ? inode->size : *pos; /* *pos stays if it fails */
	int64_t count;

	if (size == 0)
		return 0;
	if (at >= INT64_MAX)
		return -EFBIG;
	size = (size_t)min64(size, (uint64_t)INT64_MAX - at);
	if (inode->flags >> ZRT_INODE_SEALS_SHIFT) {
		int error = zrt_memfs_sealed(inode, at, size, true);

		if (error < 0)
			return error;
	}
	zrt_inode_strip(inode);
	count = zrt_memfs_write(inode, buffer, size, at);
	if (count > 0) {
		*pos = at + (uint64_t)count;
		zrt_inode_touch(inode, ZRT_TOUCH_MC);
	}
	return count;
}

/* SEEK_DATA and SEEK_HOLE; others are done by the caller. */
static int64_t open_seek(struct zrt_file *file, int64_t offset, int whence)
{
	struct zrt_inode *inode = file->inode;
	uint64_t place = (uint64_t)offset, index;

	if (offset < 0 || place >= inode->size)
		return -ENXIO;
	if (!inode->u.file.pages || inode->u.file.backing) {
		/* What is in a small object stands for the first page; of a backing nobody knows the holes. */
		uint64_t data = inode->u.file.backing ? inode->size : inode->u.file.small ? min64(PAGE, inode->size) : 0;

		if (whence == K_SEEK_DATA)
			return place < data ? offset : -ENXIO;
		return place < data ? (int64_t)data : offset;
	}
	if (whence == K_SEEK_DATA) {
		index = zrt_store_next(inode->u.file.pages, place / PAGE);
		if (index == ZRT_STORE_MAX || index * PAGE >= inode->size)
			return -ENXIO;
		return index == place / PAGE ? offset : (int64_t)(index * PAGE);
	}
	for (index = place / PAGE; index * PAGE < inode->size;) {
		uint8_t *at;
		uint64_t run = zrt_store_run(inode->u.file.pages, index, ZRT_STORE_MAX - index, &at);

		if (!at)
			return index == place / PAGE ? offset : (int64_t)(index * PAGE);
		index += run;
	}
	return (int64_t)inode->size;
}

static int open_file(struct zrt_inode *inode, struct zrt_file *file)
{
	(void)inode;
	file->mode |= ZRT_MODE_SEEK;
	file->ops = &zrt_memfs_open_ops;
	return 0;
}

const struct zrt_file_ops zrt_memfs_open_ops = {
	.read = open_read,
	.write = open_write,
	.seek = open_seek,
	.fallocate = zrt_memfs_fallocate,
};

const struct zrt_inode_ops zrt_memfs_file_ops = {
	.open = open_file,
	.truncate = zrt_memfs_truncate,
	.destroy = destroy_file,
};
