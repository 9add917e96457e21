/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the clock and sleeping.  All clocks of Linux show the session's one
 * clock; those that count CPU time show what has passed since the session began.
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/times.h>
#include <sys/time.h>
#include <time.h>

#include "clock.h"
#include "signals.h"
#include "syscall.h"
#include "thread.h"
#include "timers.h"
#include "user.h"
#include "wait.h"

#define NS 1000000000L

/* What a clock id counts from. */
enum base { FROM_1970, FROM_START, NO_CLOCK };

static enum base clock_base(int id)
{
	/* A process's or thread's CPU clock: the id holds ~pid << 3 and a kind. */
	if (id < 0) {
		int pid = ~(id >> 3), kind = id & 3;
		bool thread = id & 4;

		if (kind == 3 || (pid && (thread ? !zrt_thread_find(pid) : pid != ZRT_PID)))
			return NO_CLOCK;
		return FROM_START;
	}
	switch (id) {
	case 0:  /* CLOCK_REALTIME */
	case 1:  /* CLOCK_MONOTONIC */
	case 4:  /* CLOCK_MONOTONIC_RAW */
	case 5:  /* CLOCK_REALTIME_COARSE */
	case 6:  /* CLOCK_MONOTONIC_COARSE */
	case 7:  /* CLOCK_BOOTTIME */
	case 8:  /* CLOCK_REALTIME_ALARM */
	case 9:  /* CLOCK_BOOTTIME_ALARM */
	case 11: /* CLOCK_TAI */
		return FROM_1970;
	case 2: /* CLOCK_PROCESS_CPUTIME_ID */
	case 3: /* CLOCK_THREAD_CPUTIME_ID */
		return FROM_START;
	default:
		return NO_CLOCK;
	}
}

static struct timespec to_timespec(int64_t ns)
{
	return (struct timespec){.tv_sec = ns / NS, .tv_nsec = ns % NS};
}

/* Time in ns, cut off at the clock's end; false if it is no time. */
static bool from_timespec(const struct timespec *t, int64_t *ns)
{
	if (t->tv_sec < 0 || t->tv_nsec < 0 || t->tv_nsec >= NS)
		return false;
	if (t->tv_sec > INT64_MAX / NS - 1)
		*ns = INT64_MAX - 1; /* INT64_MAX itself is ZRT_FOREVER */
	else
		*ns = t->tv_sec * NS + t->tv_nsec;
	return true;
}

/* Time goes on by a step, and timers may fire. */
static int64_t read_clock(void)
{
	int64_t now = zrt_clock_read();

	if (__builtin_expect(zrt_timers_next <= now, 0)) {
		zrt_timers_fire();
		(void)zrt_signals_run();
	}
	return now;
}

ZRT_SYS(clock_gettime)
{
	struct timespec *out = (struct timespec *)b;
	enum base base = clock_base((int)a);
	int64_t now;

	if (base == NO_CLOCK)
		return -EINVAL;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	now = read_clock();
	*out = to_timespec(base == FROM_START ? zrt_clock_elapsed() : now);
	return 0;
}

ZRT_SYS(clock_getres)
{
	struct timespec *out = (struct timespec *)b;

	if (clock_base((int)a) == NO_CLOCK)
		return -EINVAL;
	if (!out)
		return 0;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = (struct timespec){.tv_nsec = 1};
	return 0;
}

ZRT_SYS(gettimeofday)
{
	struct timeval *out = (struct timeval *)a;
	int *zone = (int *)b; /* minutes west of Greenwich, kind of daylight saving */
	int64_t now;

	if ((out && !zrt_writable(out, sizeof *out)) || (zone && !zrt_writable(zone, 2 * sizeof *zone)))
		return -EFAULT;
	if (out) {
		now = read_clock();
		*out = (struct timeval){.tv_sec = now / NS, .tv_usec = now % NS / 1000};
	}
	if (zone)
		zone[0] = zone[1] = 0;
	return 0;
}

ZRT_SYS(time)
{
	time_t *out = (time_t *)a, now;

	if (out && !zrt_writable(out, sizeof *out))
		return -EFAULT;
	now = read_clock() / NS;
	if (out)
		*out = now;
	return now;
}

/* Ticks of 1/100 s since the session began, all of them user time. */
ZRT_SYS(times)
{
	struct tms *out = (struct tms *)a;
	long ticks;

	if (out && !zrt_writable(out, sizeof *out))
		return -EFAULT;
	(void)read_clock();
	ticks = zrt_clock_elapsed() / (NS / 100);
	if (out)
		*out = (struct tms){.tms_utime = ticks};
	return ticks;
}

/* --- sleeping -------------------------------------------------------------- */

/* Until the clock shows `deadline`, while other threads run. 0 or -EINTR. */
static int sleep_until(int64_t deadline)
{
	while (zrt_clock_now() < deadline) {
		int result = zrt_wait(deadline);

		if (result == -EINTR)
			return result;
		if (result == -ETIMEDOUT)
			zrt_clock_advance_to(deadline);
	}
	return 0;
}

static long do_sleep(const struct timespec *wanted, bool absolute, struct timespec *left)
{
	int64_t ns, deadline;
	int result;

	if (!zrt_readable(wanted, sizeof *wanted))
		return -EFAULT;
	if (!from_timespec(wanted, &ns))
		return -EINVAL;
	deadline = absolute ? ns : zrt_clock_now() < INT64_MAX - 1 - ns ? zrt_clock_now() + ns : INT64_MAX - 1;
	result = sleep_until(deadline);
	if (result < 0 && left && !absolute) {
		if (!zrt_writable(left, sizeof *left))
			return -EFAULT;
		*left = to_timespec(deadline - zrt_clock_now());
	}
	return result;
}

ZRT_SYS(nanosleep)
{
	return do_sleep((const struct timespec *)a, false, (struct timespec *)b);
}

ZRT_SYS(clock_nanosleep)
{
	enum base base = clock_base((int)a);

	if (base == NO_CLOCK || (int)a == 3 || b & ~1)
		return -EINVAL;
	if (base == FROM_START && b) {
		/* CPU time begins with the session: the deadline is as much later. */
		const struct timespec *t = (const struct timespec *)c;
		int64_t ns, origin = zrt_clock_now() - zrt_clock_elapsed();

		if (!zrt_readable(t, sizeof *t))
			return -EFAULT;
		if (!from_timespec(t, &ns))
			return -EINVAL;
		return sleep_until(ns < INT64_MAX - 1 - origin ? ns + origin : INT64_MAX - 1);
	}
	return do_sleep((const struct timespec *)c, b, (struct timespec *)d);
}
