/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs of units: best fit among free runs by classes of length, neighbours
 * joined when they come back, more from the break, or from a mapping if
 * something stands in the break's way.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include <zvm/layout.h>
#include <zvm/session.h>

#include "heap.h"
#include "syscall.h"

#define GROWTH 64          /* units to ask for at least: 1 MiB */
#define GROWTH_MAX 1024    /* units to ask for at most beyond what is needed */
#define ROOM_SHARE 8       /* a block's room to grow is at most this part of the heap */
#define KEPT_AT_TOP 2048   /* free units at the break from which on all but GROWTH go back */

/* Lengths 1-31 have a bin each, then four bins for each power of two. */
#define BINS 96
#define EXACT 32

struct span *__heap_spans;

static uint32_t bins[BINS]; /* first run: unit; 0: none */
static uint64_t filled[2];  /* bit b % 64 of word b / 64: the bin has a run */
static uint32_t top;        /* unit behind the last one from the break; 0: not yet asked */
static size_t grown;        /* units got so far */
static uint32_t first_unit, last_unit; /* of the session's heap */

static unsigned bin_of(size_t units)
{
	if (units < EXACT)
		return (unsigned)units;
	unsigned log = 63 - (unsigned)__builtin_clzll(units);
	unsigned bin = EXACT + (log - 5) * 4 + (unsigned)(units >> (log - 2) & 3);
	return bin < BINS ? bin : BINS - 1;
}

static void bin_add(struct span *run)
{
	unsigned bin = bin_of(run->used);
	run->prev = 0;
	run->next = bins[bin];
	if (run->next)
		__heap_spans[run->next].prev = heap_number(run);
	bins[bin] = heap_number(run);
	filled[bin / 64] |= (uint64_t)1 << bin % 64;
}

static void bin_remove(struct span *run)
{
	unsigned bin = bin_of(run->used);
	if (run->prev)
		__heap_spans[run->prev].next = run->next;
	else
		bins[bin] = run->next;
	if (run->next)
		__heap_spans[run->next].prev = run->prev;
	if (!bins[bin])
		filled[bin / 64] &= ~((uint64_t)1 << bin % 64);
}

/* A free run knows its length at both ends. */
static void set_free(struct span *run, size_t units, bool zero)
{
	run->kind = run[units - 1].kind = FREE_RUN;
	run->used = run[units - 1].used = (uint32_t)units;
	run->back = run[units - 1].back = 0;
	run->zero = zero;
	bin_add(run);
}

/* Marks that no longer stand at an end. */
static void forget_ends(struct span *run)
{
	run[run->used - 1].kind = NOT_OURS;
	run->kind = NOT_OURS;
}

/* The break goes back when much is free there. */
static bool trim(struct span *run, size_t units, bool zero)
{
	uint32_t first = heap_number(run);
	if (first + units != top || units < KEPT_AT_TOP)
		return false;
	uintptr_t end = ((uintptr_t)first + GROWTH) << UNIT_SHIFT;
	if ((uintptr_t)__syscall(SYS_brk, end) != end)
		return false;
	grown -= units - GROWTH;
	top = first + GROWTH;
	set_free(run, GROWTH, zero);
	return true;
}

/* Joins a run with free neighbours; *units and *zero become those of the whole. */
static struct span *join(struct span *run, size_t *units, bool *zero)
{
	run->kind = run[*units - 1].kind = NOT_OURS;
	struct span *after = run + *units;
	if (after->kind == FREE_RUN) {
		bin_remove(after);
		*units += after->used;
		*zero = *zero && after->zero;
		forget_ends(after);
	}
	if (run[-1].kind == FREE_RUN) {
		struct span *before = run - run[-1].used;
		bin_remove(before);
		*units += before->used;
		*zero = *zero && before->zero;
		forget_ends(before);
		run = before;
	}
	return run;
}

void __heap_free_run(struct span *run, size_t units, bool zero)
{
	run = join(run, &units, &zero);
	if (!trim(run, units, zero))
		set_free(run, units, zero);
}

/* Takes in units that are new, and zero. */
static void add_run(struct span *run, size_t units)
{
	bool zero = true;
	grown += units;
	run = join(run, &units, &zero);
	set_free(run, units, zero);
}

/* The table of all units that the heap may ever have, one more at each end. */
static bool start(void)
{
	const struct zvm_session *s = (const struct zvm_session *)ZVM_SESSION;
	size_t first = s->heap_start >> UNIT_SHIFT, last = s->heap_end >> UNIT_SHIFT;
	void *table = __mmap(0, (last - first + 3) * sizeof *__heap_spans, PROT_READ | PROT_WRITE,
	                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (table == MAP_FAILED)
		return false;
	__heap_spans = (struct span *)table + 1 - first;
	first_unit = (uint32_t)first;
	last_unit = (uint32_t)last;
	uintptr_t end = (uintptr_t)__syscall(SYS_brk, 0);
	top = (uint32_t)((end + UNIT - 1) >> UNIT_SHIFT);
	return true;
}

static bool grow_break(size_t units)
{
	uintptr_t end = ((uintptr_t)top + units) << UNIT_SHIFT;
	if (end >= ZVM_TOP || (uintptr_t)__syscall(SYS_brk, end) != end)
		return false;
	struct span *run = &__heap_spans[top];
	top += (uint32_t)units;
	add_run(run, units);
	return true;
}

static bool grow_mapping(size_t units)
{
	size_t bytes = units * UNIT;
	unsigned char *p = __mmap(0, bytes + UNIT, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return false;
	size_t before = -(uintptr_t)p & (UNIT - 1);
	if (before)
		__munmap(p, before);
	if (before < UNIT)
		__munmap(p + before + bytes, UNIT - before);
	add_run(heap_span((uintptr_t)p + before), units);
	return true;
}

/* At least so many more adjoining units become free. */
static bool grow(size_t units)
{
	if (!__heap_spans && !start())
		return false;
	size_t extra = grown / 8;
	size_t wish = units + (extra < GROWTH ? GROWTH : extra > GROWTH_MAX ? GROWTH_MAX : extra);
	return grow_break(wish) || grow_break(units) || grow_mapping(units);
}

/* The first unit of the run from which on `units` at a multiple of `align` fit; NULL. */
static struct span *fit(struct span *run, size_t units, size_t align)
{
	size_t skip = -(size_t)heap_number(run) & (align - 1);
	return run->used >= units + skip ? run + skip : NULL;
}

static struct span *find(size_t units, size_t align)
{
	for (unsigned bin = bin_of(units); bin < BINS; bin++) {
		uint64_t rest = filled[bin / 64] >> bin % 64;
		if (!rest) {
			bin |= 63;
			continue;
		}
		bin += (unsigned)__builtin_ctzll(rest);
		for (uint32_t i = bins[bin]; i; i = __heap_spans[i].next)
			if (fit(&__heap_spans[i], units, align))
				return &__heap_spans[i];
	}
	return NULL;
}

/* Takes back the room to grow of all large blocks; false if none had any. */
static bool reclaim(void)
{
	bool found = false;
	if (!__heap_spans)
		return false;
	for (uint32_t i = first_unit; i <= last_unit;) {
		struct span *s = &__heap_spans[i];
		size_t units = s->kind == LARGE || s->kind == FREE_RUN ? s->used : 1;
		if (s->kind == LARGE && s->used > s->fresh) {
			size_t spare = s->used - s->fresh;
			s->used = s->fresh;
			__heap_free_run(s + s->fresh, spare, false);
			found = true;
		}
		i += (uint32_t)units;
	}
	return found;
}

struct span *__heap_take_run(size_t units, size_t align)
{
	struct span *run = find(units, align);
	if (!run) {
		if (!grow(units + align - 1) && !reclaim())
			return NULL;
		run = find(units, align);
		/* What was taken back at the break's end may be what it needs to grow. */
		if (!run && grow(units + align - 1))
			run = find(units, align);
		if (!run)
			return NULL;
	}
	struct span *first = fit(run, units, align);
	size_t before = (size_t)(first - run), after = run->used - before - units;
	bool zero = run->zero;
	bin_remove(run);
	forget_ends(run);
	if (before)
		set_free(run, before, zero);
	if (after)
		set_free(first + units, after, zero);
	first->zero = zero;
	return first;
}

static void *large_block(struct span *run, size_t units, size_t wanted)
{
	if (!run) {
		errno = ENOMEM;
		return NULL;
	}
	run->kind = LARGE;
	run->used = (uint32_t)units;
	run->fresh = (uint32_t)wanted;
	run->back = 0;
	return (void *)heap_address(run);
}

void *__heap_large(size_t bytes, size_t align, bool *zero)
{
	size_t units = (bytes + UNIT - 1) >> UNIT_SHIFT;
	struct span *run = bytes < ZVM_TOP ? __heap_take_run(units, align) : NULL;
	*zero = run && run->zero;
	return large_block(run, units, units);
}

void *__heap_growing(size_t bytes)
{
	size_t units = (bytes + UNIT - 1) >> UNIT_SHIFT, most = (last_unit - first_unit) / ROOM_SHARE;
	size_t room = units / 2 < most ? units / 2 : most;
	if (bytes >= ZVM_TOP)
		return large_block(NULL, 0, 0);
	if (!find(units + room, 1) && !grow(units + room))
		room = 0;
	return large_block(__heap_take_run(units + room, 1), units + room, units);
}

void __heap_free_large(void *block, struct span *span)
{
	/* Not a block, or one that is free already. */
	if (span->kind != LARGE || heap_address(span) != (uintptr_t)block)
		a_crash();
	__heap_free_run(span, span->used, false);
}

bool __heap_resize_large(struct span *span, size_t bytes)
{
	size_t units = (bytes + UNIT - 1) >> UNIT_SHIFT, have = span->used;
	if (units > have) {
		struct span *after = span + have;
		if (bytes >= ZVM_TOP)
			return false;
		if (heap_number(after) == top && !grow_break(units - have))
			return false;
		if (after->kind != FREE_RUN || have + after->used < units)
			return false;
		size_t left = have + after->used - units;
		bool zero = after->zero;
		bin_remove(after);
		forget_ends(after);
		if (left)
			set_free(span + units, left, zero);
	}
	bool grows = units >= span->fresh;
	span->fresh = (uint32_t)units;
	if (grows && units <= have)
		return true; /* the room behind it, or what is left of it, stays */
	span->used = (uint32_t)units;
	if (units < have)
		__heap_free_run(span + units, have - units, false);
	return true;
}
