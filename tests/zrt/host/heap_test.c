/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The heap against a shadow: every page and object that it gives out must be
 * free in the shadow, zero when zeros were asked for, and keep its contents.
 *
 * RUN: $BUILD/host/tests/zrt/host/heap_test
 * OUT: ok
 * TIMEOUT: 180
 */
#include <string.h>

#include "../../../zrt/heap.h"
#include "shim.h"

#define HEAP_BYTES (16u << 20)
#define SLOTS 600

static unsigned char owner[HEAP_BYTES / 4096]; /* shadow: page in use */

static size_t shadow_index(const void *p)
{
	uintptr_t at = (uintptr_t)p;

	CHECK(at >= zrt_heap_start() && at < zrt_heap_end());
	return (at - zrt_heap_start()) / ZRT_PAGE;
}

static void shadow_take(void *p, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		CHECK(!owner[shadow_index(p) + i]);
		owner[shadow_index(p) + i] = 1;
	}
}

static void shadow_free(void *p, size_t count)
{
	memset(owner + shadow_index(p), 0, count);
}

static bool all_zero(const unsigned char *p, size_t size)
{
	return !p[0] && !memcmp(p, p + 1, size - 1);
}

/* Longest run of free pages in the shadow. */
static size_t shadow_longest(void)
{
	size_t longest = 0, run = 0;

	for (size_t i = 0; i < zrt_heap_stats().total; i++) {
		run = owner[i] ? 0 : run + 1;
		if (run > longest)
			longest = run;
	}
	return longest;
}

struct slot {
	unsigned char *p;
	size_t count;
};

static void fill(const struct slot *s)
{
	memset(s->p, 0xA5, s->count * ZRT_PAGE);
}

static void take_some(struct slot *s)
{
	unsigned flags = shim_random() & 1 ? ZRT_PAGES_ZERO : 0;
	size_t align = (size_t)1 << (shim_random() % 10 ? 0 : shim_random() % 8);
	size_t longest = shadow_longest();

	s->count = 1 + shim_random() % (shim_random() % 8 ? 16 : 500);
	s->p = zrt_pages_aligned(s->count, align, flags);
	if (!s->p) {
		CHECK(align > 1 || s->count > longest);
		return;
	}
	CHECK((uintptr_t)s->p % (align * ZRT_PAGE) == 0);
	shadow_take(s->p, s->count);
	CHECK(!flags || all_zero(s->p, s->count * ZRT_PAGE));
	fill(s);
}

/* Gives back a part, so that extents split and join in every way. */
static void free_some(struct slot *s)
{
	size_t part = 1 + shim_random() % s->count;

	if (shim_random() & 1) {
		zrt_pages_free(s->p, part);
		shadow_free(s->p, part);
		s->p += part * ZRT_PAGE;
	} else {
		unsigned char *tail = s->p + (s->count - part) * ZRT_PAGE;

		zrt_pages_free(tail, part);
		shadow_free(tail, part);
	}
	s->count -= part;
	if (!s->count)
		s->p = NULL;
}

static void take_at(struct slot *s)
{
	size_t first = shim_random() % zrt_heap_stats().total;
	size_t count = 1 + shim_random() % 40;
	uintptr_t at = zrt_heap_start() + first * ZRT_PAGE;
	bool fits = first + count <= zrt_heap_stats().total;

	for (size_t i = first; fits && i < first + count; i++)
		fits = !owner[i];
	CHECK_EQ(zrt_pages_are_free(at, count), fits);
	CHECK_EQ(zrt_pages_at(at, count, ZRT_PAGES_ZERO), fits);
	if (!fits)
		return;
	s->p = (unsigned char *)at;
	s->count = count;
	shadow_take(s->p, count);
	CHECK(all_zero(s->p, count * ZRT_PAGE));
	fill(s);
}

static uint64_t pages_model(uint64_t seed)
{
	struct slot slots[SLOTS] = {{0}};
	uint64_t trace = 0;

	shim_start(HEAP_BYTES);
	zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
	memset(owner, 0, sizeof owner);
	shim_seed(seed);
	for (int step = 0; step < 20000; step++) {
		struct slot *s = &slots[shim_random() % SLOTS];
		size_t used = 0;

		if (s->p)
			free_some(s);
		else if (shim_random() % 4)
			take_some(s);
		else
			take_at(s);
		trace = trace * 31 + (uintptr_t)s->p;
		if (step % 1000)
			continue;
		for (size_t i = 0; i < zrt_heap_stats().total; i++)
			used += owner[i];
		CHECK_EQ(zrt_heap_stats().total - zrt_heap_stats().free, used);
	}
	for (size_t i = 0; i < SLOTS; i++)
		if (slots[i].p)
			zrt_pages_free(slots[i].p, slots[i].count);
	CHECK_EQ(zrt_heap_stats().free, zrt_heap_stats().total);
	/* Everything came together again. */
	CHECK(zrt_pages(zrt_heap_stats().total, 0));
	return trace;
}

static void objects_model(void)
{
	static struct object {
		unsigned char *p;
		size_t size;
		unsigned char mark;
	} objects[3000];

	shim_start(HEAP_BYTES);
	zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
	for (int step = 0; step < 300000; step++) {
		struct object *o = &objects[shim_random() % 3000];
		size_t size = 1 + shim_random() % (shim_random() % 50 ? 300 : 20000);
		unsigned char *p;

		for (size_t i = 0; i < o->size; i++)
			CHECK(o->p[i] == o->mark);
		if (o->p && shim_random() & 1) {
			zrt_free(o->p);
			*o = (struct object){0};
			continue;
		}
		p = o->p ? zrt_realloc(o->p, size) : zrt_zalloc(size);
		if (!p)
			continue;
		CHECK((uintptr_t)p % 16 == 0 && zrt_alloc_size(p) >= size);
		CHECK(o->p || all_zero(p, size));
		for (size_t i = 0; i < (size < o->size ? size : o->size); i++)
			CHECK(p[i] == o->mark);
		*o = (struct object){p, size, (unsigned char)shim_random()};
		memset(p, o->mark, size);
	}
	for (size_t i = 0; i < 3000; i++)
		zrt_free(objects[i].p);
	/* At most one empty slab for each size class stays. */
	CHECK(zrt_heap_stats().total - zrt_heap_stats().free <= 24 * 4);
}

static void failures(void)
{
	void *p;

	shim_start(HEAP_BYTES);
	zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
	zrt_heap_fail(2, false);
	p = zrt_pages(1, 0);
	CHECK(p && !zrt_pages(1, 0) && zrt_pages(1, 0));
	zrt_heap_fail(1, true);
	CHECK(!zrt_alloc(1) && !zrt_zalloc(1) && !zrt_pages(1, 0) && !zrt_realloc(NULL, 9));
	CHECK(!zrt_pages_at(zrt_heap_start(), 1, 0) && !zrt_alloc(100000));
	zrt_heap_fail(0, false);
	p = zrt_alloc(10);
	CHECK(p);
	CHECK(!zrt_pages((size_t)1 << 40, 0) && !zrt_alloc(SIZE_MAX) && !zrt_pages(0, 0));
	CHECK(!zrt_pages_aligned(1, (size_t)1 << 40, 0));
	CHECK(!zrt_pages_aligned(1, (size_t)1 << 19, 0)); /* 2 GiB: outside this heap */
	/* A heap that is too small for its own tables gives nothing. */
	zrt_heap_init(0x10000000, 0x10001000);
	CHECK(!zrt_alloc(1) && !zrt_pages(1, 0));
}

int main(void)
{
	uint64_t first = pages_model(1);

	CHECK(first == pages_model(1));
	for (uint64_t seed = 2; seed < 8; seed++)
		pages_model(seed);
	objects_model();
	failures();
	puts("ok");
	return 0;
}
