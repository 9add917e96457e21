/* SPDX-License-Identifier: Apache-2.0 */
/*
 * heap.h - the allocator of the sandbox.
 *
 * It is small and fast because of what holds here: all addresses fit in 32
 * bits, and threads change only inside ZRT's waiting calls, of which it makes
 * none, so that it needs no locks, no thread-local state and no atomics.
 *
 *   unit   16 KiB; struct span number a >> 14 in one table says what it is
 *   run    adjoining units: free, one large block, or a slab (units.c)
 *   slab   a run cut into blocks of one size (slabs.c)
 *
 * A block carries no header.  The same calls give the same addresses.
 */
#ifndef ZVM_HEAP_H
#define ZVM_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <features.h>

#include "atomic.h"

#define UNIT_SHIFT 14
#define UNIT ((size_t)1 << UNIT_SHIFT)

#define CLASSES 72
#define SMALL_MAX ((size_t)32768) /* bytes; larger blocks are runs */
#define LOOKUP_MAX 1024           /* bytes; up to here a table tells the class */

enum kind { NOT_OURS, FREE_RUN, SLAB, LARGE };

/* Addresses are guest addresses; numbers of units count from address 0. */
struct span {
	uint32_t free;  /* slab: first block that was given back, linked by their first word; 0 */
	uint32_t fresh; /* slab: first block that was never handed out; large: units asked for, of `used` */
	uint32_t limit; /* slab: where fresh ends */
	uint32_t used;  /* slab: blocks in use; other runs: units */
	uint32_t watch; /* slab: __heap_release must be told when `used` falls to this */
	uint32_t next, prev; /* in a list of slabs or free runs: units; 0 ends it */
	uint8_t kind;   /* enum kind */
	uint8_t class;  /* slab */
	uint8_t back;   /* slab, not its first unit: units back to that */
	bool zero;      /* free run: reads as zero; slab: its fresh blocks do */
};
_Static_assert(sizeof(struct span) == 32, "two spans in a cache line");

/* Indexed by address >> UNIT_SHIFT; only the units of the heap are there. */
extern hidden struct span *__heap_spans;

extern hidden struct span *__heap_current[CLASSES]; /* slab to take from; never NULL */
extern hidden const uint32_t __heap_sizes[CLASSES]; /* bytes of a block */
extern hidden const uint8_t __heap_lookup[LOOKUP_MAX / 16 + 1];

/* A block when the class's current slab has none left; NULL and ENOMEM. */
hidden void *__heap_refill(unsigned class, bool *zero);

/* A slab whose count of used blocks has fallen to `watch`. */
hidden void __heap_release(struct span *slab);

/* A large block, at a multiple of `align` units; NULL and ENOMEM. */
hidden void *__heap_large(size_t bytes, size_t align, bool *zero);

/* The same with room to grow behind it, if there is much memory. */
hidden void *__heap_growing(size_t bytes);

/* Gives back what is no block of a slab. */
hidden void __heap_free_large(void *block, struct span *span);

/* Changes the length of a large block in its place, if that is possible. */
hidden bool __heap_resize_large(struct span *span, size_t bytes);

/* units.c for slabs.c: a run, its `zero` set and its kind left to the caller; NULL. */
hidden struct span *__heap_take_run(size_t units, size_t align);
hidden void __heap_free_run(struct span *first, size_t units, bool zero);

static inline struct span *heap_span(uintptr_t address)
{
	return &__heap_spans[address >> UNIT_SHIFT];
}

static inline uintptr_t heap_address(const struct span *span)
{
	return (uintptr_t)(span - __heap_spans) << UNIT_SHIFT;
}

static inline uint32_t heap_number(const struct span *span)
{
	return (uint32_t)(span - __heap_spans);
}

/*
 * Up to 256 bytes in steps of 16, then eight sizes for each power of two.
 * 1 <= n <= SMALL_MAX.
 */
static inline unsigned heap_class(size_t n)
{
	if (n <= LOOKUP_MAX)
		return __heap_lookup[(n + 15) / 16];
	unsigned log = 63 - (unsigned)__builtin_clzll(n - 1);
	return 16 + (log - 8) * 8 + (unsigned)((n - 1) >> (log - 3)) - 8;
}

static inline void *heap_allocate(size_t n, bool *zero)
{
	if (__builtin_expect(n > SMALL_MAX, 0))
		return __heap_large(n, 1, zero);
	unsigned class = heap_class(n);
	struct span *s = __heap_current[class];
	uint32_t block = s->free;
	if (__builtin_expect(block != 0, 1)) {
		s->free = *(uint32_t *)(uintptr_t)block;
		*zero = false;
	} else {
		block = s->fresh;
		if (__builtin_expect(block == s->limit, 0))
			return __heap_refill(class, zero);
		s->fresh = block + __heap_sizes[class];
		*zero = s->zero;
	}
	s->used++;
	return (void *)(uintptr_t)block;
}

static inline void heap_free(void *p)
{
	struct span *s = heap_span((uintptr_t)p);
	s -= s->back;
	if (__builtin_expect(s->kind != SLAB, 0)) {
		__heap_free_large(p, s);
		return;
	}
	/* A block that is free already: the commonest mistake, at the price of one comparison. */
	if (__builtin_expect(s->free == (uint32_t)(uintptr_t)p, 0))
		a_crash();
	*(uint32_t *)p = s->free;
	s->free = (uint32_t)(uintptr_t)p;
	if (__builtin_expect(--s->used == s->watch, 0))
		__heap_release(s);
}

/* Bytes of the block at p that may be used. */
static inline size_t heap_usable(const void *p)
{
	struct span *s = heap_span((uintptr_t)p);
	s -= s->back;
	return s->kind == SLAB ? __heap_sizes[s->class] : (size_t)s->fresh << UNIT_SHIFT;
}

#endif
