/* SPDX-License-Identifier: Apache-2.0 */
#include "limits.h"

#include "session.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/*
 * After the limit the timer goes on: should a step of the ending itself hang
 * (a report into a full pipe), the next tick leaves without it.
 */
#define AGAIN 2 /* seconds */

static uint64_t start_ns;

/* The system call: the vDSO reads the time stamp counter, which is switched off. */
static uint64_t now_ns(void)
{
	struct timespec t = {0};

	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static uint64_t timeval_ns(struct timeval t)
{
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_usec * 1000;
}

void limits_begin(void)
{
	start_ns = now_ns();
}

static void limit(int resource, rlim_t soft, rlim_t hard, const char *name)
{
	struct rlimit old, new = {soft, hard};

	if (getrlimit(resource, &old))
		refuse_errno(SESSION_HOST, "limits: %s", name);
	if (new.rlim_max > old.rlim_max)
		new.rlim_max = old.rlim_max;
	if (new.rlim_cur > new.rlim_max)
		new.rlim_cur = new.rlim_max;
	if (setrlimit(resource, &new))
		refuse_errno(SESSION_HOST, "limits: %s", name);
}

void limits_restart(uint32_t timeout)
{
	struct itimerval timer = {.it_value.tv_sec = timeout, .it_interval.tv_sec = timeout ? AGAIN : 0};

	if (setitimer(ITIMER_REAL, &timer, NULL))
		refuse_errno(SESSION_HOST, "Timeout: cannot start the timer");
}

void limits_start(const struct manifest *m)
{
	limits_restart(m->timeout);
	limit(RLIMIT_CORE, 0, 0, "core");
	/* The kernel kills at the hard limit, should the report hang. */
	if (m->cpu_time)
		limit(RLIMIT_CPU, m->cpu_time, (rlim_t)m->cpu_time + AGAIN, "cpu");
}

void limits_peak(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_SELF, &usage) == 0)
		session_result.peak_memory = (uint64_t)usage.ru_maxrss * 1024;
}

void limits_account(void)
{
	struct rusage usage;

	session_result.wall_ns = now_ns() - start_ns;
	if (getrusage(RUSAGE_SELF, &usage))
		return;
	session_result.user_ns = timeval_ns(usage.ru_utime);
	session_result.system_ns = timeval_ns(usage.ru_stime);
}
