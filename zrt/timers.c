/* SPDX-License-Identifier: Apache-2.0 */
#include "timers.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/time.h>
#include <time.h>

#include "clock.h"
#include "heap.h"
#include "signals.h"
#include "syscall.h"
#include "thread.h"
#include "user.h"

#define NS 1000000000L
#define SIGNAL_ALARM 14
#define CODE_TIMER -2
#define CODE_KERNEL 0x80

struct timer {
	struct timer *later; /* among those that are set, by deadline */
	int64_t deadline;    /* ZRT_NO_TIMER: not set */
	int64_t interval;    /* ns, 0: once */
	int64_t origin;      /* what its clock's 0 is, ns after 1970 */
	int signal;          /* 0: none is sent (SIGEV_NONE) */
	int tid;             /* 0: any thread */
	int id;              /* of timer_create, -1 for the interval timers */
	int overrun;
	uint64_t value;
	struct timer *next; /* among those of timer_create */
};

static struct timer *set;     /* earliest first */
static struct timer *created; /* newest first */
static int last_id = -1;
int64_t zrt_timers_next = ZRT_NO_TIMER;

/* ITIMER_REAL, VIRTUAL, PROF: the session has one clock for all. */
static struct timer intervals[3] = {
	{.deadline = ZRT_NO_TIMER, .signal = SIGNAL_ALARM, .id = -1},
	{.deadline = ZRT_NO_TIMER, .signal = 26, .id = -1},
	{.deadline = ZRT_NO_TIMER, .signal = 27, .id = -1},
};

/* --- the list of those that are set ---------------------------------------- */

static void unset(struct timer *t)
{
	struct timer **at = &set;

	if (t->deadline == ZRT_NO_TIMER)
		return;
	while (*at != t)
		at = &(*at)->later;
	*at = t->later;
	t->deadline = ZRT_NO_TIMER;
	zrt_timers_next = set ? set->deadline : ZRT_NO_TIMER;
}

static void set_to(struct timer *t, int64_t deadline)
{
	struct timer **at = &set;

	unset(t);
	while (*at && (*at)->deadline <= deadline)
		at = &(*at)->later;
	t->deadline = deadline;
	t->later = *at;
	*at = t;
	zrt_timers_next = set->deadline;
}

/* A time `ns` from `start`, not beyond the clock's end. */
static int64_t after(int64_t start, int64_t ns)
{
	return start < ZRT_NO_TIMER - 1 - ns ? start + ns : ZRT_NO_TIMER - 1;
}

static void fire(struct timer *t)
{
	struct zrt_siginfo info = {
		.signo = t->signal,
		.code = t->id < 0 ? CODE_KERNEL : CODE_TIMER,
		.value = t->value,
	};
	int64_t late = zrt_clock_now() - t->deadline, deadline = t->deadline;

	unset(t);
	t->overrun = 0;
	if (t->interval) {
		int64_t missed = late / t->interval;

		t->overrun = missed > INT_MAX ? INT_MAX : (int)missed;
		set_to(t, after(deadline, (missed + 1) * t->interval));
	}
	info.from.timer.id = t->id;
	info.from.timer.overrun = t->overrun;
	/* Without memory for it the signal is lost, as in Linux when its queue is full. */
	if (t->signal)
		(void)zrt_signal_send(t->tid, &info);
}

void zrt_timers_fire(void)
{
	while (zrt_timers_next <= zrt_clock_now())
		fire(set);
}

/* --- interval timers ----------------------------------------------------------- */

static int64_t remaining(const struct timer *t)
{
	if (t->deadline == ZRT_NO_TIMER)
		return 0;
	return t->deadline > zrt_clock_now() ? t->deadline - zrt_clock_now() : 1;
}

/* A time of a struct timeval or timespec with `unit` ns; false if it is none. */
static bool to_ns(int64_t seconds, int64_t parts, int64_t unit, int64_t *ns)
{
	if (seconds < 0 || parts < 0 || parts >= NS / unit)
		return false;
	*ns = seconds > INT64_MAX / NS - 1 ? ZRT_NO_TIMER - 1 : seconds * NS + parts * unit;
	return true;
}

static struct timeval to_timeval(int64_t ns)
{
	int64_t us = (ns + 999) / 1000; /* what is left is never shown as nothing */

	return (struct timeval){.tv_sec = us / 1000000, .tv_usec = us % 1000000};
}

static struct itimerval show_interval(const struct timer *t)
{
	return (struct itimerval){.it_interval = to_timeval(t->interval), .it_value = to_timeval(remaining(t))};
}

ZRT_SYS(getitimer)
{
	struct itimerval *out = (struct itimerval *)b;

	if ((int)a < 0 || (int)a > 2)
		return -EINVAL;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = show_interval(&intervals[a]);
	return 0;
}

ZRT_SYS(setitimer)
{
	const struct itimerval *new = (const struct itimerval *)b;
	struct itimerval *out = (struct itimerval *)c, old;
	int64_t value = 0, interval = 0;
	struct timer *t;

	if ((int)a < 0 || (int)a > 2)
		return -EINVAL;
	if ((new && !zrt_readable(new, sizeof *new)) || (out && !zrt_writable(out, sizeof *out)))
		return -EFAULT;
	if (new && (!to_ns(new->it_value.tv_sec, new->it_value.tv_usec, 1000, &value) ||
	            !to_ns(new->it_interval.tv_sec, new->it_interval.tv_usec, 1000, &interval)))
		return -EINVAL;
	t = &intervals[a];
	old = show_interval(t);
	t->interval = interval;
	if (value)
		set_to(t, after(zrt_clock_now(), value));
	else
		unset(t);
	if (out)
		*out = old;
	return 0;
}

ZRT_SYS(alarm)
{
	struct timer *t = &intervals[0];
	int64_t left = remaining(t);

	t->interval = 0;
	if ((uint32_t)a)
		set_to(t, after(zrt_clock_now(), (int64_t)(uint32_t)a * NS));
	else
		unset(t);
	return left ? (left + NS / 2) / NS > 0 ? (left + NS / 2) / NS : 1 : 0;
}

/* --- timers of timer_create ------------------------------------------------------ */

#define NOTIFY_SIGNAL 0
#define NOTIFY_NONE 1
#define NOTIFY_THREAD_ID 4

/* struct sigevent as the kernel has it. */
struct event {
	uint64_t value;
	int32_t signo, notify, tid;
};

static struct timer *find(long id)
{
	struct timer *t = created;

	while (t && t->id != (int)id)
		t = t->next;
	return t;
}

/* 0 of a CPU clock is the session's beginning. */
static bool clock_origin(int id, int64_t *origin)
{
	*origin = id == 2 || id == 3 || id < 0 ? zrt_clock_now() - zrt_clock_elapsed() : 0;
	return id < 12 && id != 10;
}

ZRT_SYS(timer_create)
{
	struct event event = {.signo = SIGNAL_ALARM, .notify = NOTIFY_SIGNAL};
	int *out = (int *)c;
	struct timer *t;
	int64_t origin;

	if (!clock_origin((int)a, &origin))
		return -EINVAL;
	if ((b && !zrt_readable((const void *)b, sizeof event)) || !zrt_writable(out, sizeof *out))
		return -EFAULT;
	if (b)
		event = *(const struct event *)b;
	if ((event.notify != NOTIFY_NONE && (event.signo < 1 || event.signo > ZRT_SIGNALS)) ||
	    (event.notify & ~NOTIFY_THREAD_ID && event.notify != NOTIFY_NONE) ||
	    (event.notify == NOTIFY_THREAD_ID && !zrt_thread_find(event.tid)))
		return -EINVAL;
	t = zrt_alloc(sizeof *t);
	if (!t)
		return -EAGAIN;
	last_id++;
	*t = (struct timer){
		.deadline = ZRT_NO_TIMER,
		.origin = origin,
		.signal = event.notify == NOTIFY_NONE ? 0 : event.signo,
		.tid = event.notify == NOTIFY_THREAD_ID ? event.tid : 0,
		.id = last_id,
		.value = b ? event.value : (uint64_t)last_id,
		.next = created,
	};
	created = t;
	*out = t->id;
	return 0;
}

static struct timespec to_timespec(int64_t ns)
{
	return (struct timespec){.tv_sec = ns / NS, .tv_nsec = ns % NS};
}

static struct itimerspec show_timer(const struct timer *t)
{
	return (struct itimerspec){.it_interval = to_timespec(t->interval), .it_value = to_timespec(remaining(t))};
}

ZRT_SYS(timer_gettime)
{
	const struct timer *t = find(a);
	struct itimerspec *out = (struct itimerspec *)b;

	if (!t)
		return -EINVAL;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = show_timer(t);
	return 0;
}

ZRT_SYS(timer_settime)
{
	struct timer *t = find(a);
	const struct itimerspec *new = (const struct itimerspec *)c;
	struct itimerspec *out = (struct itimerspec *)d, old;
	int64_t value, interval;

	if (!t || !new || (int)b & ~1)
		return -EINVAL;
	if (!zrt_readable(new, sizeof *new) || (out && !zrt_writable(out, sizeof *out)))
		return -EFAULT;
	if (!to_ns(new->it_value.tv_sec, new->it_value.tv_nsec, 1, &value) ||
	    !to_ns(new->it_interval.tv_sec, new->it_interval.tv_nsec, 1, &interval))
		return -EINVAL;
	old = show_timer(t);
	t->interval = interval;
	t->overrun = 0;
	if (value)
		set_to(t, after((int)b & 1 ? t->origin : zrt_clock_now(), value));
	else
		unset(t);
	if (out)
		*out = old;
	zrt_timers_fire(); /* a time that has passed */
	(void)zrt_signals_run();
	return 0;
}

ZRT_SYS(timer_getoverrun)
{
	const struct timer *t = find(a);

	return t ? t->overrun : -EINVAL;
}

ZRT_SYS(timer_delete)
{
	struct timer **at = &created;

	while (*at && (*at)->id != (int)a)
		at = &(*at)->next;
	if (!*at)
		return -EINVAL;
	struct timer *t = *at;

	*at = t->next;
	unset(t);
	zrt_free(t);
	return 0;
}
