/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pages.c - the page allocator of heap.h.
 *
 * Each maximal run of free pages is an extent.  Extents form a treap ordered by
 * address; its priorities are a hash of the page number, so that its shape
 * depends on the set of free pages alone.  `max` is the largest extent of a
 * subtree: the highest extent that is large enough is found in one descent.
 * The node of an extent lies in a table, indexed by the extent's first page:
 * nothing is ever allocated to free something, and free pages are not touched.
 */
#include <string.h>

#include "heap_impl.h"

/* Pages are numbered from 1; 0 is "none". */
struct extent {
	uint32_t left, right;
	uint32_t size; /* pages */
	uint32_t max;  /* largest size in this subtree */
};

#define USE_MASK 3u
#define DIRTY 4u /* was given out before: may be other than zero */

static struct {
	uintptr_t start, end;
	uint32_t root;
	struct extent *extent; /* one for each page, and number 0 */
	uint8_t *state;        /* the same: enum zrt_page_use and DIRTY */
	struct zrt_heap_stats stats;
	uint64_t count, fail_at;
	bool fail_onwards;
} heap;

/* --- page numbers ------------------------------------------------------ */

static uintptr_t address_of(uint32_t page)
{
	return heap.start + (uintptr_t)(page - 1) * ZRT_PAGE;
}

/* Page number of an address inside the heap. */
static uint32_t page_of(uintptr_t address)
{
	return (uint32_t)((address - heap.start) / ZRT_PAGE) + 1;
}

static bool in_heap(uintptr_t at, size_t count)
{
	return at % ZRT_PAGE == 0 && at >= heap.start && at < heap.end &&
	       count && count <= (heap.end - at) / ZRT_PAGE;
}

static bool is_free(uint32_t page)
{
	return (heap.state[page] & USE_MASK) == ZRT_PAGE_FREE;
}

/* --- the treap of free extents ------------------------------------------- */

static uint32_t priority(uint32_t page)
{
	return page * 0x9E3779B1u;
}

static void update(uint32_t t)
{
	struct extent *e = &heap.extent[t];
	uint32_t left = heap.extent[e->left].max, right = heap.extent[e->right].max;

	e->max = e->size;
	if (left > e->max)
		e->max = left;
	if (right > e->max)
		e->max = right;
}

/* Joins two treaps; every page of `left` is below every page of `right`. */
static uint32_t join(uint32_t left, uint32_t right)
{
	uint32_t top;

	if (!left || !right)
		return left ? left : right;
	if (priority(left) > priority(right)) {
		top = left;
		heap.extent[top].right = join(heap.extent[top].right, right);
	} else {
		top = right;
		heap.extent[top].left = join(left, heap.extent[top].left);
	}
	update(top);
	return top;
}

/* Divides `t` in the extents below and above page `key`. */
static void divide(uint32_t t, uint32_t key, uint32_t *left, uint32_t *right)
{
	if (!t) {
		*left = *right = 0;
		return;
	}
	if (t < key) {
		*left = t;
		divide(heap.extent[t].right, key, &heap.extent[t].right, right);
	} else {
		*right = t;
		divide(heap.extent[t].left, key, left, &heap.extent[t].left);
	}
	update(t);
}

/* The treap `t` with the extent [page, page + size) added. */
static uint32_t with(uint32_t t, uint32_t page, uint32_t size)
{
	struct extent *e = &heap.extent[page];

	if (!t || priority(page) > priority(t)) {
		divide(t, page, &e->left, &e->right);
		e->size = size;
		update(page);
		return page;
	}
	if (page < t)
		heap.extent[t].left = with(heap.extent[t].left, page, size);
	else
		heap.extent[t].right = with(heap.extent[t].right, page, size);
	update(t);
	return t;
}

/* The treap `t` with the extent at `page` given another size, 0 to remove it. */
static uint32_t resized(uint32_t t, uint32_t page, uint32_t size)
{
	struct extent *e = &heap.extent[t];

	if (page < t)
		e->left = resized(e->left, page, size);
	else if (page > t)
		e->right = resized(e->right, page, size);
	else if (size)
		e->size = size;
	else
		return join(e->left, e->right);
	update(t);
	return t;
}

/* The free extent that holds `page`, which is free. */
static uint32_t extent_of(uint32_t page)
{
	uint32_t t = heap.root, found = 0;

	while (t) {
		if (t <= page) {
			found = t;
			t = heap.extent[t].right;
		} else {
			t = heap.extent[t].left;
		}
	}
	return found;
}

/*
 * Highest place for `count` pages with page addresses aligned to `align` pages,
 * 0 if there is none.  With align 1 the first extent that is large enough fits,
 * so this is one descent.
 */
static uint32_t find_place(uint32_t t, uint32_t count, uint32_t align)
{
	const struct extent *e = &heap.extent[t];
	uint32_t place;

	if (!t || e->max < count)
		return 0;
	place = find_place(e->right, count, align);
	if (place)
		return place;
	if (e->size >= count) {
		uintptr_t bytes = (uintptr_t)align * ZRT_PAGE;
		uintptr_t at = address_of(t + e->size - count) & ~(bytes - 1);

		if (at >= address_of(t))
			return page_of(at);
	}
	return find_place(e->left, count, align);
}

/* --- taking and giving back ---------------------------------------------- */

/* Makes [page, page + count), all free, used. */
static void take(uint32_t page, uint32_t count, unsigned flags)
{
	uint32_t first = extent_of(page);
	uint32_t above = first + heap.extent[first].size - (page + count);

	heap.root = resized(heap.root, first, page - first);
	if (above)
		heap.root = with(heap.root, page + count, above);
	if (flags & ZRT_PAGES_ZERO) {
		uint32_t end = page + count;

		for (uint32_t i = page; i < end;) {
			uint32_t run = i;

			while (run < end && heap.state[run] & DIRTY)
				run++;
			if (run == i) {
				i++;
				continue;
			}
			memset((void *)address_of(i), 0, (run - i) * ZRT_PAGE);
			i = run;
		}
	}
	memset(heap.state + page, ZRT_PAGE_PLAIN | DIRTY, count);
	heap.stats.free -= count;
	if (heap.stats.total - heap.stats.free > heap.stats.peak)
		heap.stats.peak = heap.stats.total - heap.stats.free;
}

void *zrt_pages_aligned(size_t count, size_t align, unsigned flags)
{
	uint32_t page;

	if (zrt_heap_refuses() || !count || count > heap.stats.free)
		return NULL;
	/* No heap has more pages than 32 bits count; a larger alignment has no place. */
	if (align > UINT32_MAX / ZRT_PAGE)
		return NULL;
	page = find_place(heap.root, (uint32_t)count, (uint32_t)align);
	if (!page)
		return NULL;
	take(page, (uint32_t)count, flags);
	return (void *)address_of(page);
}

void *zrt_pages(size_t count, unsigned flags)
{
	return zrt_pages_aligned(count, 1, flags);
}

uintptr_t zrt_pages_room(size_t count)
{
	uint32_t page = count && count <= heap.stats.free ? find_place(heap.root, (uint32_t)count, 1) : 0;

	return page ? address_of(page) : 0;
}

bool zrt_pages_are_free(uintptr_t at, size_t count)
{
	uint32_t page, first;

	if (!in_heap(at, count))
		return false;
	page = page_of(at);
	if (!is_free(page))
		return false;
	first = extent_of(page);
	return first + heap.extent[first].size - page >= count;
}

bool zrt_pages_at(uintptr_t at, size_t count, unsigned flags)
{
	if (zrt_heap_refuses() || !zrt_pages_are_free(at, count))
		return false;
	take(page_of(at), (uint32_t)count, flags);
	return true;
}

void zrt_pages_free(void *first, size_t count)
{
	uint32_t page, end, before = 0, size = (uint32_t)count;

	if (!count)
		return;
	if (!in_heap((uintptr_t)first, count))
		__builtin_trap();
	page = page_of((uintptr_t)first);
	end = page + size;
	for (uint32_t i = page; i < end; i++) {
		if (is_free(i))
			__builtin_trap(); /* freed twice: ZRT itself is wrong */
		heap.state[i] = DIRTY | ZRT_PAGE_FREE;
	}
	heap.stats.free += size;
	/* The state of number 0 and of the page after the last is never free. */
	if (is_free(end)) {
		size += heap.extent[end].size;
		heap.root = resized(heap.root, end, 0);
	}
	if (is_free(page - 1))
		before = extent_of(page - 1);
	if (before)
		heap.root = resized(heap.root, before, heap.extent[before].size + size);
	else
		heap.root = with(heap.root, page, size);
}

/* --- set-up and questions --------------------------------------------------- */

void zrt_heap_init(uintptr_t start, uintptr_t end)
{
	size_t pages = (end - start) / ZRT_PAGE;
	/* Number 0 and one after the last page end the loops. */
	size_t bytes = (pages + 2) * (sizeof(struct extent) + 1);
	size_t table = (bytes + ZRT_PAGE - 1) / ZRT_PAGE;

	memset(&heap, 0, sizeof heap);
	zrt_objects_init();
	if (table >= pages)
		return; /* a heap of no pages: everything fails */
	heap.start = start;
	heap.end = end - table * ZRT_PAGE;
	pages -= table;
	heap.extent = (struct extent *)heap.end;
	heap.state = (uint8_t *)(heap.extent + pages + 2);
	heap.state[0] = heap.state[pages + 1] = ZRT_PAGE_PLAIN;
	heap.stats.total = heap.stats.free = pages;
	heap.root = with(0, 1, (uint32_t)pages);
}

uintptr_t zrt_heap_start(void)
{
	return heap.start;
}

uintptr_t zrt_heap_end(void)
{
	return heap.end;
}

struct zrt_heap_stats zrt_heap_stats(void)
{
	return heap.stats;
}

enum zrt_page_use zrt_page_use(const void *address)
{
	uintptr_t at = (uintptr_t)address;

	if (at < heap.start || at >= heap.end)
		return ZRT_PAGE_FREE;
	return heap.state[page_of(at)] & USE_MASK;
}

void zrt_page_set_use(void *first, size_t count, enum zrt_page_use use)
{
	memset(heap.state + page_of((uintptr_t)first), (int)(use | DIRTY), count);
}

size_t zrt_page_note(const void *first)
{
	return heap.extent[page_of((uintptr_t)first)].size;
}

void zrt_page_set_note(void *first, size_t note)
{
	heap.extent[page_of((uintptr_t)first)].size = (uint32_t)note;
}

/* --- failure injection --------------------------------------------------------- */

bool zrt_heap_refuses(void)
{
	heap.count++;
	if (!heap.fail_at)
		return false;
	return heap.count == heap.fail_at || (heap.fail_onwards && heap.count > heap.fail_at);
}

void zrt_heap_fail(uint64_t n, bool onwards)
{
	heap.fail_at = n ? heap.count + n : 0;
	heap.fail_onwards = onwards;
}

uint64_t zrt_heap_count(void)
{
	return heap.count;
}
