/* SPDX-License-Identifier: Apache-2.0 */
/* thread_impl.h - what thread.c, thread_queue.c and futex.c share. */
#ifndef ZRT_THREAD_IMPL_H
#define ZRT_THREAD_IMPL_H

#include "thread.h"

#include <stddef.h>

enum zrt_thread_state { ZRT_READY, ZRT_PARKED, ZRT_WATCHING };

/*
 * The main thread's is static; any other's lies at the top of its own stack, so
 * that it needs no memory of ZRT and goes with the stack.
 */
struct zrt_thread {
	struct zrt_thread *next, *prev; /* in the queue of its state */
	struct zrt_thread *later;       /* among those with a deadline, the next */
	struct zrt_thread *older;       /* among all threads, newest first */
	void *sp;                       /* of zrt_thread_switch, while it does not run */
	void *tp;                       /* its thread pointer: word at ZVM_TP */
	uint64_t *stack_limit;          /* end of the guard area below its stack; NULL: none is known */
	const void *key;                /* ZRT_PARKED: what it waits for */
	int64_t deadline;               /* ZRT_FOREVER: none */
	int (*fn)(void *);              /* until it has started */
	void *argument;
	int *clear_tid;                 /* see zrt_thread_create */
	uint64_t robust_list;           /* address of a struct robust_head, or 0 */
	struct zrt_signals signals;
	uint32_t mask;                  /* of zrt_park */
	int tid;
	int result;                     /* what the wait returns */
	enum zrt_thread_state state;
};

extern struct zrt_thread *zrt_running;

/* thread_queue.c: which thread is where.  The running thread is in no queue. */

void zrt_queue_ready(struct zrt_thread *t);

/* Puts `t` among the waiting; key NULL: for zrt_events to change. */
void zrt_queue_wait(struct zrt_thread *t, const void *key, uint32_t mask, int64_t deadline);

/* A waiting thread becomes ready with `result`. */
void zrt_queue_wake(struct zrt_thread *t, int result);

/* The thread that has waited longest for `key`, or NULL. */
struct zrt_thread *zrt_queue_first(const void *key);

/*
 * Takes out the thread that runs next, advancing the clock if all wait; NULL if
 * none can ever run.
 */
struct zrt_thread *zrt_queue_next(void);

/* The clock goes on to the earliest deadline, if there is one. */
void zrt_queue_skip(void);

/* Walks the robust list of a thread that ends, as Linux does (futex.c). */
void zrt_robust_end(const struct zrt_thread *t);

#endif
