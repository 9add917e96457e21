/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which thread runs next.  Ready threads stand in one queue, first come first
 * served.  Threads that wait for a key stand in a queue chosen by a hash of it,
 * those that wait for events in one of their own; whoever has a deadline stands
 * in a list by deadline too.
 */
#include <errno.h>

#include "clock.h"
#include "thread_impl.h"
#include "timers.h"

#define BUCKETS 64

struct queue {
	struct zrt_thread *first, *last;
};

static struct queue ready, watching, parked[BUCKETS];
static struct zrt_thread *deadlines; /* earliest first */
static uint64_t seen_events;

static struct queue *bucket(const void *key)
{
	uint64_t bits = (uintptr_t)key >> 2;
	return &parked[(bits ^ bits >> 6 ^ bits >> 12) % BUCKETS];
}

static struct queue *queue_of(const struct zrt_thread *t)
{
	switch (t->state) {
	case ZRT_PARKED:
		return bucket(t->key);
	case ZRT_WATCHING:
		return &watching;
	default:
		return &ready;
	}
}

static void append(struct zrt_thread *t)
{
	struct queue *q = queue_of(t);
	t->next = NULL;
	t->prev = q->last;
	if (q->last)
		q->last->next = t;
	else
		q->first = t;
	q->last = t;
}

static void take(struct zrt_thread *t)
{
	struct queue *q = queue_of(t);
	if (t->prev)
		t->prev->next = t->next;
	else
		q->first = t->next;
	if (t->next)
		t->next->prev = t->prev;
	else
		q->last = t->prev;
}

void zrt_queue_ready(struct zrt_thread *t)
{
	t->state = ZRT_READY;
	append(t);
}

/* Behind those with the same deadline: they came first. */
static void add_deadline(struct zrt_thread *t)
{
	struct zrt_thread **at = &deadlines;
	while (*at && (*at)->deadline <= t->deadline)
		at = &(*at)->later;
	t->later = *at;
	*at = t;
}

static void drop_deadline(struct zrt_thread *t)
{
	struct zrt_thread **at = &deadlines;
	while (*at != t)
		at = &(*at)->later;
	*at = t->later;
}

void zrt_queue_wait(struct zrt_thread *t, const void *key, uint32_t mask, int64_t deadline)
{
	t->state = key ? ZRT_PARKED : ZRT_WATCHING;
	t->key = key;
	t->mask = mask;
	t->deadline = deadline;
	append(t);
	if (deadline != ZRT_FOREVER)
		add_deadline(t);
}

void zrt_queue_wake(struct zrt_thread *t, int result)
{
	take(t);
	if (t->deadline != ZRT_FOREVER)
		drop_deadline(t);
	t->result = result;
	zrt_queue_ready(t);
}

void zrt_queue_skip(void)
{
	if (deadlines)
		zrt_clock_advance_to(deadlines->deadline);
}

struct zrt_thread *zrt_queue_next(void)
{
	for (;;) {
		if (seen_events != zrt_events) {
			seen_events = zrt_events;
			while (watching.first)
				zrt_queue_wake(watching.first, 0);
		}
		while (deadlines && deadlines->deadline <= zrt_clock_now())
			zrt_queue_wake(deadlines, -ETIMEDOUT);
		zrt_timers_fire();
		struct zrt_thread *t = ready.first;
		if (t) {
			take(t);
			return t;
		}
		if (!deadlines && zrt_timers_next == ZRT_NO_TIMER)
			return NULL;
		zrt_clock_advance_to(deadlines && deadlines->deadline < zrt_timers_next ? deadlines->deadline
		                                                                        : zrt_timers_next);
	}
}

struct zrt_thread *zrt_queue_first(const void *key)
{
	struct zrt_thread *t = bucket(key)->first;

	while (t && t->key != key)
		t = t->next;
	return t;
}

int zrt_unpark(const void *key, uint32_t mask, int count)
{
	int woken = 0;
	struct zrt_thread *next;
	for (struct zrt_thread *t = bucket(key)->first; t && woken < count; t = next) {
		next = t->next;
		if (t->key == key && (t->mask & mask)) {
			zrt_queue_wake(t, 0);
			woken++;
		}
	}
	return woken;
}

int zrt_repark(const void *key, const void *other, int count)
{
	int moved = 0;
	struct zrt_thread *next;
	if (key == other)
		return 0;
	for (struct zrt_thread *t = bucket(key)->first; t && moved < count; t = next) {
		next = t->next;
		if (t->key == key) {
			take(t);
			t->key = other;
			append(t);
			moved++;
		}
	}
	return moved;
}
