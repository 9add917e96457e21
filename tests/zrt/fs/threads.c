/* SPDX-License-Identifier: Apache-2.0 */
/* Stands in for zrt/thread*: a program with one thread. */
#include <errno.h>
#include <stdlib.h>

#include "clock.h"
#include "thread.h"
#include "../host/shim.h"

uint64_t zrt_events;

int zrt_wait(int64_t deadline)
{
	if (deadline == ZRT_FOREVER) {
		fprintf(stderr, "a wait that never ends\n");
		abort();
	}
	zrt_clock_advance_to(deadline);
	return -ETIMEDOUT;
}

void zrt_yield(void)
{
}

bool zrt_threaded(void)
{
	return false;
}

struct zrt_thread *zrt_self(void)
{
	return NULL;
}

struct zrt_thread *zrt_thread_find(int tid)
{
	(void)tid;
	return NULL;
}

int zrt_tid(const struct zrt_thread *thread)
{
	(void)thread;
	return ZRT_PID;
}

struct zrt_signals *zrt_thread_signals(struct zrt_thread *thread)
{
	static struct zrt_signals signals;

	(void)thread;
	return &signals;
}

void zrt_interrupt(struct zrt_thread *thread)
{
	(void)thread;
}
