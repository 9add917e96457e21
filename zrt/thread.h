/* SPDX-License-Identifier: Apache-2.0 */
/*
 * thread.h - deterministic cooperative threads.
 *
 * One thread runs until it waits, yields or ends; then the one that has been
 * ready longest goes on.  Nothing depends on real time, so a program's threads
 * interleave in the same way in every run.
 *
 * Waiting takes a key, any address that waker and waiter agree on (a futex
 * word, a pipe, an event counter).  Code that waits must not hold pointers into
 * structures that another thread's system call may free or move meanwhile, and
 * must look again at its condition afterwards:
 *
 *	while (pipe_is_empty(p)) {
 *		int e = zrt_wait(p, ZRT_FOREVER);
 *		if (e < 0)
 *			return e;
 *	}
 */
#ifndef ZRT_THREAD_H
#define ZRT_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#define ZRT_FOREVER INT64_MAX

/*
 * Lets other threads run until zrt_wake(key) or the clock reaches `deadline`
 * (nanoseconds of ZRT's clock).  If no thread is ready, the clock goes on to
 * the earliest deadline.  If there is none either, the program can never go on:
 * it ends with a report of all threads and the exit code ZRT_EXIT_DEADLOCK.
 * Returns 0 when woken, -ETIMEDOUT, or -EINTR when zrt_interrupt came.
 */
int zrt_wait(const void *key, int64_t deadline);

/* Makes at most `count` threads ready that wait for `key`, the longest waiting first; how many. */
int zrt_wake(const void *key, int count);

/* Lets every thread that is ready run once before the caller goes on. */
void zrt_yield(void);

/* True if another thread exists: waiting then may help, spinning never does. */
bool zrt_threaded(void);

/*
 * What signals need to know of a thread.  zrt_self()->signals belongs to the
 * signal code: the scheduler only keeps it per thread.
 */
struct zrt_signals {
	uint64_t blocked; /* bit n-1 for signal n */
	uint64_t pending; /* sent to this thread and not yet delivered */
};

struct zrt_thread;
struct zrt_thread *zrt_self(void);
struct zrt_thread *zrt_thread_find(int tid); /* NULL if there is none */
int zrt_tid(const struct zrt_thread *thread);
struct zrt_signals *zrt_thread_signals(struct zrt_thread *thread);

/* If the thread waits, its zrt_wait returns -EINTR. */
void zrt_interrupt(struct zrt_thread *thread);

/* Ids: the main thread has the process's id, the others count up from it. */
#define ZRT_PID 1

#define ZRT_EXIT_DEADLOCK 125

/* System calls of this part; arguments as Linux passes them. */
long zrt_sys_futex(long addr, long op, long val, long timeout, long addr2, long val3);
long zrt_sys_set_tid_address(long tidptr);
long zrt_sys_gettid(void);
long zrt_sys_sched_yield(void);
long zrt_sys_set_robust_list(long head, long size);
long zrt_sys_get_robust_list(long tid, long head, long size);
long zrt_sys_membarrier(long command, long flags, long cpu);
/* SYS_exit: ends the thread; the last one ends the program with the code. */
_Noreturn void zrt_sys_exit(long code);

/*
 * What this part needs: the clock's time without advancing it by a step, and
 * its advance to a later time; the end of the program, with all that ZRT does
 * at its end.  (clock.h and exit.h of ZRT's core.)
 */

#endif
