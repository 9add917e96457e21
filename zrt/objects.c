/* SPDX-License-Identifier: Apache-2.0 */
/*
 * objects.c - small objects of heap.h, in slabs.
 *
 * A slab is SLAB_PAGES pages, aligned to its size, with a header and objects of
 * one size class.  Each class keeps a list of the slabs that have room.  Objects
 * that were never used are not linked anywhere: they are given out in order.
 */
#include <string.h>

#include "heap_impl.h"

#define SLAB_PAGES 4
#define SLAB_BYTES (SLAB_PAGES * ZRT_PAGE)

/* Steps of a quarter of a power of two: less than 25 % is wasted. */
static const uint16_t class_size[] = {16, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256,
                                      320, 384, 448, 512, 640, 768, 896, 1024, 1280, 1536, 1792, 2032};
#define CLASSES (sizeof class_size / sizeof *class_size)

struct slab {
	struct slab *next, *previous; /* in the list of slabs with room */
	void **free;                  /* objects given back, linked by their first word */
	uint16_t size;                /* bytes of one object */
	uint16_t fresh;               /* offset of the first object never used */
	uint16_t used;                /* objects in use */
	uint8_t class;
	uint8_t listed;
};
#define HEADER 64 /* bytes before the first object */
_Static_assert(sizeof(struct slab) <= HEADER, "a slab's header precedes its objects");

static struct slab *with_room[CLASSES];

void zrt_objects_init(void)
{
	memset(with_room, 0, sizeof with_room);
}

static unsigned class_of(size_t size)
{
	unsigned shift;

	if (size <= 128)
		return (unsigned)((size + 15) / 16) - 1;
	size--;
	shift = 63 - (unsigned)__builtin_clzll(size); /* size is in [2^shift, 2^(shift + 1)) */
	return 8 + (shift - 7) * 4 + (unsigned)((size >> (shift - 2)) & 3);
}

static void list(struct slab *s)
{
	s->previous = NULL;
	s->next = with_room[s->class];
	if (s->next)
		s->next->previous = s;
	with_room[s->class] = s;
	s->listed = 1;
}

static void unlist(struct slab *s)
{
	if (s->previous)
		s->previous->next = s->next;
	else
		with_room[s->class] = s->next;
	if (s->next)
		s->next->previous = s->previous;
	s->listed = 0;
}

static bool has_room(const struct slab *s)
{
	return s->free || s->fresh + s->size <= (int)SLAB_BYTES;
}

static struct slab *new_slab(unsigned class)
{
	struct slab *s = zrt_pages_aligned(SLAB_PAGES, SLAB_PAGES, 0);

	if (!s)
		return NULL;
	zrt_page_set_use(s, SLAB_PAGES, ZRT_PAGE_SLAB);
	*s = (struct slab){.size = class_size[class], .fresh = HEADER, .class = (uint8_t)class};
	list(s);
	return s;
}

static void *small(size_t size)
{
	unsigned class = class_of(size);
	struct slab *s = with_room[class];
	void *object;

	if (!s && !(s = new_slab(class)))
		return NULL;
	if (s->free) {
		object = s->free;
		s->free = *s->free;
	} else {
		object = (char *)s + s->fresh;
		s->fresh = (uint16_t)(s->fresh + s->size);
	}
	s->used++;
	if (!has_room(s))
		unlist(s);
	return object;
}

static struct slab *slab_of(const void *object)
{
	return (struct slab *)((uintptr_t)object & ~(SLAB_BYTES - 1));
}

static void small_free(void *object)
{
	struct slab *s = slab_of(object);
	void **link = object;

	*link = s->free;
	s->free = link;
	s->used--;
	if (!s->listed)
		list(s);
	/* An empty slab goes back, unless it is the only one with room. */
	if (!s->used && (s->next || s->previous)) {
		unlist(s);
		zrt_pages_free(s, SLAB_PAGES);
	}
}

static size_t pages_for(size_t size)
{
	return size / ZRT_PAGE + (size % ZRT_PAGE != 0);
}

static void *large(size_t size, unsigned flags)
{
	size_t count = pages_for(size);
	void *object = zrt_pages(count, flags);

	if (object) {
		zrt_page_set_use(object, count, ZRT_PAGE_LARGE);
		zrt_page_set_note(object, count);
	}
	return object;
}

void *zrt_alloc(size_t size)
{
	if (size > class_size[CLASSES - 1])
		return large(size, 0);
	if (zrt_heap_refuses())
		return NULL;
	return small(size ? size : 1);
}

void *zrt_zalloc(size_t size)
{
	void *object;

	if (size > class_size[CLASSES - 1])
		return large(size, ZRT_PAGES_ZERO);
	object = zrt_alloc(size);
	return object ? memset(object, 0, size) : NULL;
}

void zrt_free(void *object)
{
	if (!object)
		return;
	switch (zrt_page_use(object)) {
	case ZRT_PAGE_SLAB:
		small_free(object);
		return;
	case ZRT_PAGE_LARGE:
		zrt_pages_free(object, zrt_page_note(object));
		return;
	default:
		__builtin_trap(); /* not an object: ZRT itself is wrong */
	}
}

size_t zrt_alloc_size(const void *object)
{
	if (zrt_page_use(object) == ZRT_PAGE_SLAB)
		return slab_of(object)->size;
	return zrt_page_note(object) * ZRT_PAGE;
}

/* Grows or shrinks a large object without moving it. */
static bool resize_in_place(void *object, size_t size)
{
	size_t old = zrt_page_note(object), count = pages_for(size);

	if (count < old) {
		zrt_pages_free((char *)object + count * ZRT_PAGE, old - count);
	} else if (count > old) {
		uintptr_t end = (uintptr_t)object + old * ZRT_PAGE;

		if (!zrt_pages_at(end, count - old, 0))
			return false;
		zrt_page_set_use((void *)end, count - old, ZRT_PAGE_LARGE);
	}
	zrt_page_set_note(object, count);
	return true;
}

void *zrt_realloc(void *old, size_t size)
{
	size_t had;
	void *object;

	if (!old)
		return zrt_alloc(size);
	had = zrt_alloc_size(old);
	if (zrt_page_use(old) == ZRT_PAGE_LARGE) {
		if (size > class_size[CLASSES - 1] && resize_in_place(old, size))
			return old;
	} else if (size <= had && size >= had / 2) { /* not worth a move */
		return old;
	}
	object = zrt_alloc(size);
	if (!object)
		return NULL;
	memcpy(object, old, had < size ? had : size);
	zrt_free(old);
	return object;
}
