/* SPDX-License-Identifier: Apache-2.0 */
/* One thread: what zrt/thread.c does for a program without others. */
#include <errno.h>
#include <stddef.h>

#include "syscall.h"
#include "clock.h"
#include "thread.h"

struct zrt_thread {
	struct zrt_signals signals;
};
static struct zrt_thread main_thread;

uint64_t zrt_events;

int zrt_wait(int64_t deadline)
{
	if (deadline == ZRT_FOREVER)
		return -EDEADLK;
	zrt_clock_advance_to(deadline);
	return -ETIMEDOUT;
}

struct zrt_thread *zrt_self(void)
{
	return &main_thread;
}

struct zrt_thread *zrt_thread_find(int tid)
{
	return tid == ZRT_PID ? &main_thread : NULL;
}

int zrt_tid(const struct zrt_thread *thread)
{
	(void)thread;
	return ZRT_PID;
}

struct zrt_signals *zrt_thread_signals(struct zrt_thread *thread)
{
	return &thread->signals;
}

struct zrt_thread *zrt_thread_open_to(uint64_t signal)
{
	return main_thread.signals.blocked & signal ? NULL : &main_thread;
}

void zrt_interrupt(struct zrt_thread *thread)
{
	(void)thread;
}

void zrt_stack_call(void (*f)(void *), void *argument, void *top);
void zrt_stack_call(void (*f)(void *), void *argument, void *top)
{
	(void)top;
	f(argument);
}

unsigned zrt_thread_count(void)
{
	return 1;
}

/* Calls of threads that nothing here makes. */
#define STUB(name)           \
	ZRT_SYS(name)        \
	{                    \
		return -ENOSYS; \
	}
STUB(sched_yield)
STUB(exit)
STUB(gettid)
STUB(futex)
STUB(set_tid_address)
STUB(set_robust_list)
STUB(get_robust_list)
STUB(membarrier)
