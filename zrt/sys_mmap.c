/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mmap, munmap and mremap.
 *
 * Anonymous memory is pages of the heap.  A private mapping of a file is a copy
 * made at once: there are no page faults to make it later.  A shared mapping is
 * the file's own storage (zrt_file_map), so read, write and the mapping always
 * agree.  Protections are kept and shown but not enforced; executable memory is
 * refused, because only the loader's jail call makes code.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "heap.h"
#include "linux.h"
#include "memory.h"
#include "syscall.h"
#include "vfs.h"

#define HUGE_PAGE ((size_t)2 << 20)
#define ALIGN_MAX ((size_t)64 << 20) /* largest size that is aligned to itself */
#define FIXED_NOREPLACE 0x100000
#define HUGETLB 0x40000
#define SHARED_VALIDATE 3
#define MAP_KIND 15
#define DONTUNMAP 4 /* mremap */

/* A mapping that is asked for, checked and rounded. */
struct request {
	uintptr_t at; /* hint or fixed address */
	size_t size;
	int prot, flags;
	bool shared;
	struct zrt_file *file; /* NULL: anonymous */
	uint64_t offset;
};

/* --- regions and pages in step ------------------------------------------ */

int zrt_memory_cut(uintptr_t start, uintptr_t end)
{
	struct zrt_region *r[2] = {zrt_region_at(start), zrt_region_at(end)};
	uintptr_t at[2] = {start, end};
	struct zrt_region *upper[2] = {NULL, NULL};

	for (int i = 0; i < 2; i++) {
		if (!r[i] || r[i]->start == at[i])
			continue;
		upper[i] = zrt_alloc(sizeof **upper);
		if (!upper[i]) {
			zrt_free(upper[0]);
			return -ENOMEM;
		}
	}
	/* The end first: a region that holds both keeps its identity below. */
	for (int i = 1; i >= 0; i--)
		if (upper[i])
			zrt_region_cut(r[i], at[i], upper[i]);
	return 0;
}

static bool alike(const struct zrt_region *low, const struct zrt_region *high)
{
	return low->end == high->start && low->prot == high->prot && low->shared == high->shared &&
	       low->file == high->file &&
	       low->times == high->times && (!low->file || low->offset + (low->end - low->start) == high->offset);
}

static void drop(struct zrt_region *r)
{
	if (r->file)
		zrt_file_drop(r->file);
	zrt_free(r);
}

void zrt_memory_join(uintptr_t start, uintptr_t end)
{
	struct zrt_region *r = zrt_region_before(start);

	if (!r)
		r = zrt_region_from(start);
	while (r && r->start <= end) {
		struct zrt_region *next = zrt_region_from(r->end);

		if (next && alike(r, next)) {
			zrt_region_remove(next);
			r->end = next->end;
			drop(next);
		} else {
			r = next;
		}
	}
}

void zrt_memory_unmap(uintptr_t start, uintptr_t end)
{
	struct zrt_region *r;

	while ((r = zrt_region_from(start)) && r->start < end) {
		start = r->end;
		if (zrt_region_in_file(r)) {
			zrt_file_unmap(r->file->inode, r->offset, r->end - r->start);
			if (--r->times)
				continue;
		} else {
			zrt_pages_free((void *)r->start, (r->end - r->start) / ZRT_PAGE);
		}
		zrt_region_remove(r);
		drop(r);
	}
}

int zrt_memory_fill(const struct zrt_region *r, uintptr_t start, uintptr_t end)
{
	char *at = (char *)start;
	size_t size = end - start;
	int64_t n = 0;

	if (r->file) {
		n = zrt_file_read_at(r->file, at, size, r->offset + (start - r->start));
		if (n < 0)
			return (int)n;
	}
	memset(at + n, 0, size - (size_t)n);
	return 0;
}

bool zrt_memory_may_write(const struct zrt_inode *inode)
{
	for (const struct zrt_region *r = zrt_region_from(0); r; r = zrt_region_from(r->end))
		if (zrt_region_in_file(r) && r->file->inode == inode && r->file->mode & ZRT_MODE_WRITE)
			return true;
	return false;
}

/* --- mmap ------------------------------------------------------------------ */

/*
 * Every page of [at, at + size) is free or mapped by the program: these can be
 * replaced; ZRT's own can not.
 */
static bool replaceable(uintptr_t at, size_t size)
{
	uintptr_t end = at + size;

	while (at < end) {
		const struct zrt_region *r = zrt_region_from(at);
		uintptr_t gap = !r || r->start >= end ? end : r->start;

		if (gap > at && !zrt_pages_are_free(at, (gap - at) / ZRT_PAGE))
			return false;
		at = r && r->start < end ? r->end : end;
	}
	return true;
}

/*
 * Pages for the request: where it asks for them, else where there is room.
 * Large ones are aligned so that the host can use large pages, and powers of
 * two to themselves, which is what allocators otherwise have to cut out.
 */
static int find_pages(const struct request *q, unsigned flags, uintptr_t *at)
{
	size_t count = q->size / ZRT_PAGE, align = 1;
	void *pages;

	if (q->flags & (MAP_FIXED | FIXED_NOREPLACE)) {
		*at = q->at;
		return zrt_pages_at(q->at, count, flags) ? 0 : -ENOMEM;
	}
	if (q->at && zrt_pages_are_free(q->at, count) && zrt_pages_at(q->at, count, flags)) {
		*at = q->at;
		return 0;
	}
	if (q->size >= HUGE_PAGE) {
		align = HUGE_PAGE / ZRT_PAGE;
		if (!(count & (count - 1)) && q->size <= ALIGN_MAX)
			align = count;
	}
	pages = zrt_pages_aligned(count, align, flags);
	if (!pages && align > 1)
		pages = zrt_pages(count, flags);
	*at = (uintptr_t)pages;
	return pages ? 0 : -ENOMEM;
}

/* The file's own pages, at the fixed address if there is one. */
static int map_in_file(const struct request *q, uintptr_t *at)
{
	bool fixed = q->flags & (MAP_FIXED | FIXED_NOREPLACE);
	int error;

	if (fixed && !zrt_pages_at(q->at, q->size / ZRT_PAGE, 0))
		return -ENOMEM;
	error = zrt_file_map(q->file, q->offset, q->size, fixed ? q->at : 0, at);
	if (error < 0 && fixed)
		zrt_pages_free((void *)q->at, q->size / ZRT_PAGE);
	return error;
}

static int map_pages(const struct request *q, struct zrt_region *r, uintptr_t *at)
{
	int error;

	if (q->file && q->shared)
		return map_in_file(q, at);
	error = find_pages(q, q->file ? 0 : ZRT_PAGES_ZERO, at);
	if (error < 0 || !q->file)
		return error;
	r->start = *at;
	error = zrt_memory_fill(r, *at, *at + q->size);
	if (error < 0)
		zrt_pages_free((void *)*at, q->size / ZRT_PAGE);
	return error;
}

/*
 * A file's pages stand at one place: what was mapped before is there again.
 * Its regions count how often, so that each munmap ends one mapping.
 */
static int map_once_more(const struct request *q, uintptr_t at)
{
	uintptr_t end = at + q->size;
	int error = zrt_memory_cut(at, end);

	if (error < 0) {
		zrt_file_unmap(q->file->inode, q->offset, q->size);
		return error;
	}
	for (struct zrt_region *r = zrt_region_at(at); r && r->start < end; r = zrt_region_from(r->end)) {
		r->times++;
		r->prot |= (uint8_t)q->prot;
	}
	return 0;
}

static long do_map(const struct request *q)
{
	struct zrt_region *r;
	uintptr_t at;
	int error;

	if (q->flags & FIXED_NOREPLACE) {
		if (!zrt_pages_are_free(q->at, q->size / ZRT_PAGE))
			return -EEXIST;
	} else if (q->flags & MAP_FIXED && !replaceable(q->at, q->size)) {
		return -ENOMEM;
	}
	r = zrt_memory_allowed(q->size) ? zrt_alloc(sizeof *r) : NULL;
	if (!r)
		return -ENOMEM;
	if (q->flags & MAP_FIXED && zrt_memory_cut(q->at, q->at + q->size) < 0) {
		zrt_free(r);
		return -ENOMEM;
	}
	*r = (struct zrt_region){.prot = (uint8_t)q->prot, .shared = q->shared, .times = 1,
	                         .file = q->file, .offset = q->offset};
	if (q->flags & MAP_FIXED)
		zrt_memory_unmap(q->at, q->at + q->size);
	error = map_pages(q, r, &at);
	if (error < 0) {
		zrt_free(r);
		return error;
	}
	if (zrt_region_at(at)) {
		zrt_free(r);
		error = map_once_more(q, at);
		return error < 0 ? error : (long)at;
	}
	r->start = at;
	r->end = at + q->size;
	if (r->file)
		zrt_file_hold(r->file);
	zrt_region_add(r);
	zrt_memory_join(r->start, r->end);
	return (long)at;
}

/* Which file a mapping is of, and whether it may be. */
static int check_file(struct request *q, int fd)
{
	struct zrt_file *file = zrt_fd_get(fd);

	if (!file || file->mode & ZRT_MODE_PATH)
		return -EBADF;
	if (!(file->mode & ZRT_MODE_READ))
		return -EACCES;
	if (q->shared && q->prot & PROT_WRITE && !(file->mode & ZRT_MODE_WRITE))
		return -EACCES;
	if (S_ISDIR(file->inode->mode) || !(file->mode & ZRT_MODE_SEEK))
		return -ENODEV;
	if (q->shared && q->prot & PROT_WRITE &&
	    (file->inode->flags >> ZRT_INODE_SEALS_SHIFT) & (K_F_SEAL_WRITE | K_F_SEAL_FUTURE_WRITE))
		return -EPERM;
	if (!S_ISREG(file->inode->mode)) {
		/* A device has no pages to share: only its contents can be taken. */
		if (q->shared && q->prot & PROT_WRITE)
			return -ENODEV;
		q->shared = false;
	}
	q->file = file;
	return 0;
}

ZRT_SYS(mmap)
{
	struct request q = {.at = (uintptr_t)a, .prot = (int)c, .flags = (int)d, .offset = (uint64_t)f};
	int kind = q.flags & MAP_KIND;

	if (kind != MAP_PRIVATE && kind != MAP_SHARED && kind != SHARED_VALIDATE)
		return -EINVAL;
	q.shared = kind != MAP_PRIVATE;
	if (!b || q.offset % ZRT_PAGE)
		return -EINVAL;
	q.size = zrt_page_up((size_t)b);
	if (!q.size || q.offset + q.size < q.offset)
		return q.size ? -EOVERFLOW : -ENOMEM;
	if (q.prot & ~(PROT_READ | PROT_WRITE | PROT_EXEC))
		return -EINVAL;
	if (q.prot & PROT_EXEC)
		return -EACCES;
	if (q.flags & (MAP_FIXED | FIXED_NOREPLACE)) {
		if (q.at % ZRT_PAGE)
			return -EINVAL;
		if (q.at + q.size < q.at)
			return -ENOMEM;
	} else {
		q.at &= ~(uintptr_t)(ZRT_PAGE - 1);
	}
	if (q.flags & HUGETLB)
		return -ENOMEM; /* as on a host that has set none aside */
	if (!(q.flags & MAP_ANONYMOUS)) {
		int error = check_file(&q, (int)e);

		if (error < 0)
			return error;
	}
	return do_map(&q);
}

/* --- munmap ----------------------------------------------------------------- */

ZRT_SYS(munmap)
{
	uintptr_t start = (uintptr_t)a;
	size_t size = zrt_page_up((size_t)b);
	int error;

	if (start % ZRT_PAGE || !size || start + size < start)
		return -EINVAL;
	/* Text, data, break and stack stay: they have no regions. */
	if (start < zrt_brk_end() || start + size > zrt_heap_end())
		return -EINVAL;
	error = zrt_memory_cut(start, start + size);
	if (error < 0)
		return error;
	zrt_memory_unmap(start, start + size);
	return 0;
}

/* --- mremap ------------------------------------------------------------------ */

/* Adds pages behind a region that ends at old + old_size; false if there is no room. */
static bool grow_in_place(struct zrt_region *r, uintptr_t end, size_t more)
{
	if (r->end != end || zrt_region_in_file(r) || !zrt_memory_allowed(more))
		return false;
	if (!zrt_pages_are_free(end, more / ZRT_PAGE) ||
	    !zrt_pages_at(end, more / ZRT_PAGE, r->file ? 0 : ZRT_PAGES_ZERO))
		return false;
	if (r->file && zrt_memory_fill(r, end, end + more) < 0) {
		zrt_pages_free((void *)end, more / ZRT_PAGE);
		return false;
	}
	r->end = end + more;
	zrt_memory_join(r->start, r->end);
	return true;
}

/* Moves a mapping of a file's own pages: they leave the old place first. */
static long move_in_file(uintptr_t old, size_t old_size, const struct request *to)
{
	struct request q = *to;
	int error = zrt_memory_cut(old, old + old_size);
	long at;

	if (error < 0)
		return error;
	zrt_file_hold(q.file);
	zrt_memory_unmap(old, old + old_size);
	at = do_map(&q);
	if (at < 0) {
		/* Back where it was; the file still has these pages. */
		q.size = old_size;
		q.flags = 0;
		(void)do_map(&q);
	}
	zrt_file_drop(q.file);
	return at;
}

static long move(struct zrt_region *r, uintptr_t old, size_t old_size, const struct request *to,
                 bool keep_old)
{
	long at;

	if (zrt_region_in_file(r))
		return move_in_file(old, old_size, to);
	at = do_map(to);
	if (at < 0)
		return at;
	memcpy((void *)at, (void *)old, old_size < to->size ? old_size : to->size);
	if (keep_old) {
		memset((void *)old, 0, old_size);
		return at;
	}
	if (zrt_memory_cut(old, old + old_size) < 0) {
		(void)zrt_sys_munmap(at, (long)to->size, 0, 0, 0, 0);
		return -ENOMEM;
	}
	zrt_memory_unmap(old, old + old_size);
	return at;
}

/*
 * A place with as much room again above it: what has grown once will grow again,
 * and then need not move.  0: there is none.
 */
static uintptr_t place_to_grow(size_t size)
{
	return size <= SIZE_MAX / 2 ? zrt_pages_room(2 * (size / ZRT_PAGE)) : 0;
}

static int check_mremap(uintptr_t old, size_t old_size, size_t new_size, int flags, uintptr_t fixed)
{
	if (flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED | DONTUNMAP))
		return -EINVAL;
	if (flags & (MREMAP_FIXED | DONTUNMAP) && !(flags & MREMAP_MAYMOVE))
		return -EINVAL;
	if (old % ZRT_PAGE || !new_size || !old_size)
		return -EINVAL;
	if (!(flags & MREMAP_FIXED))
		return 0;
	if (fixed % ZRT_PAGE || fixed + new_size < fixed)
		return -EINVAL;
	return fixed < old + old_size && old < fixed + new_size ? -EINVAL : 0;
}

ZRT_SYS(mremap)
{
	uintptr_t old = (uintptr_t)a;
	size_t old_size = zrt_page_up((size_t)b), new_size = zrt_page_up((size_t)c);
	int flags = (int)d;
	bool fixed = flags & MREMAP_FIXED, keep_old = flags & DONTUNMAP;
	int error = check_mremap(old, old_size, new_size, flags, (uintptr_t)e);
	struct zrt_region *r;
	struct request to;

	if (error < 0)
		return error;
	r = zrt_region_at(old);
	if (!r || old_size > r->end - old)
		return -EFAULT;
	if (keep_old && (old_size != new_size || r->file))
		return -EINVAL;
	if (!fixed && !keep_old) {
		if (new_size == old_size)
			return a;
		if (new_size < old_size) {
			long result = zrt_sys_munmap(a + (long)new_size, (long)(old_size - new_size), 0, 0, 0, 0);

			return result < 0 ? result : a;
		}
		if (grow_in_place(r, old + old_size, new_size - old_size))
			return a;
		if (!(flags & MREMAP_MAYMOVE))
			return -ENOMEM;
	}
	to = (struct request){
		.at = fixed ? (uintptr_t)e : new_size > old_size ? place_to_grow(new_size) : 0,
		.size = new_size,
		.prot = r->prot,
		.flags = fixed ? MAP_FIXED : 0,
		.shared = r->shared,
		.file = r->file,
		.offset = r->offset + (old - r->start),
	};
	return move(r, old, old_size, &to, keep_old);
}
