/* SPDX-License-Identifier: Apache-2.0 */
/*
 * thread.h - deterministic cooperative threads.
 *
 * One thread runs until it waits, yields or ends; then the one that has been
 * ready longest goes on.  Nothing depends on real time, so a program's threads
 * interleave in the same way in every run.
 *
 * There are two ways to wait: for a futex word (here), and for anything to
 * change that ZRT keeps (wait.h).  Code that waits must not hold pointers into
 * what another thread's system call may free meanwhile.
 */
#ifndef ZRT_THREAD_H
#define ZRT_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "wait.h"

/* The main thread has the process's id, the others count up from it. */
#define ZRT_PID 1

/* Exit code of a program whose threads all wait, for ever. */
#define ZRT_EXIT_DEADLOCK 125

/*
 * Lets other threads run until zrt_unpark(key) or the clock reaches `deadline`
 * (ns after 1970).  If no thread is ready, the clock goes on to the earliest
 * deadline; if there is none either, the program ends with a report of what
 * each thread waits for.  0 when unparked, -ETIMEDOUT, or -EINTR.
 */
int zrt_park(const void *key, uint32_t mask, int64_t deadline);

/*
 * Makes at most `count` threads ready that wait for `key` with a common bit in
 * `mask`, the longest waiting first.  Returns how many.
 */
int zrt_unpark(const void *key, uint32_t mask, int count);

/* Lets at most `count` threads wait for `other` instead of `key`. Returns how many. */
int zrt_repark(const void *key, const void *other, int count);

/* Lets every thread that is ready run once before the caller goes on. */
void zrt_yield(void);

/* True if another thread exists: only then can anything change while one waits. */
bool zrt_threaded(void);

/* Where handlers with SA_ONSTACK run; as the kernel's stack_t. */
struct zrt_stack {
	uint64_t base;
	int32_t flags, padding; /* 0 or ZRT_STACK_AUTODISARM */
	uint64_t size;          /* 0: there is none */
};
#define ZRT_STACK_AUTODISARM ((int32_t)0x80000000)

/*
 * What signals need to know of a thread.  The scheduler only keeps it: it
 * belongs to the signal code.
 */
struct zrt_signals {
	uint64_t blocked; /* bit n-1 for signal n */
	uint64_t pending; /* sent to this thread and not yet delivered */
	struct zrt_stack stack;
};

struct zrt_thread;
struct zrt_thread *zrt_self(void);
struct zrt_thread *zrt_thread_find(int tid); /* NULL if there is none */
int zrt_tid(const struct zrt_thread *thread);
unsigned zrt_thread_count(void); /* at least 1 */
struct zrt_signals *zrt_thread_signals(struct zrt_thread *thread);

/*
 * The thread that gets a signal sent to the process: one that does not block it,
 * first the running one, then the oldest; NULL: all block it.
 */
struct zrt_thread *zrt_thread_open_to(uint64_t signal);

/* If the thread waits, it goes on with -EINTR. */
void zrt_interrupt(struct zrt_thread *thread);

#endif
