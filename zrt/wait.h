/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wait.h - how a call that can not go on yet lets other threads run.
 *
 * Threads are cooperative.  Whoever changes something that another thread may
 * wait for (bytes in a pipe, a lock given back, an eventfd) calls zrt_event().
 * Whoever waits loops:
 *
 *	while (!ready()) {
 *		int error = zrt_wait(deadline);
 *		if (error)
 *			return error;
 *	}
 */
#ifndef ZRT_WAIT_H
#define ZRT_WAIT_H

#include <stdint.h>

#define ZRT_FOREVER INT64_MAX

/* Grows with every change; the scheduler wakes waiters when it has changed. */
extern uint64_t zrt_events;

static inline void zrt_event(void)
{
	zrt_events++;
}

/*
 * Runs other threads until something changed.  `deadline` is a time of the ZRT
 * clock in ns, or ZRT_FOREVER.
 *   0           look again
 *   -ETIMEDOUT  nothing else can happen before the deadline; the clock stands
 *               there now
 *   -EINTR      a signal handler has run
 * If there is no deadline and no thread can ever run, the program ends with a
 * report (thread.h).
 */
int zrt_wait(int64_t deadline);

#endif
