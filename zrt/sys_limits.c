/* SPDX-License-Identifier: Apache-2.0 */
/* Resources, priorities and scheduling of the one process on its one CPU. */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>

#include <zvm.h>

#include "clock.h"
#include "cred.h"
#include "fs/fd.h"
#include "heap.h"
#include "rlimits.h"
#include "syscall.h"
#include "thread.h"
#include "user.h"

/* --- limits ----------------------------------------------------------------- */

#define LIMITS 16
#define FILES_SOFT 1024
#define FILES_HARD 1048576

struct limit {
	uint64_t soft, hard;
};

static struct limit *limits(void)
{
	static struct limit table[LIMITS];
	const struct zvm_session *s = zvm_session();

	if (table[RLIMIT_NOFILE].hard)
		return table;
	for (int i = 0; i < LIMITS; i++)
		table[i] = (struct limit){ZRT_UNLIMITED, ZRT_UNLIMITED};
	table[RLIMIT_STACK] = (struct limit){s->stack_end - s->stack_start, s->stack_end - s->stack_start};
	table[RLIMIT_CORE] = (struct limit){0, 0};
	table[RLIMIT_NICE] = table[RLIMIT_RTPRIO] = (struct limit){0, 0};
	table[RLIMIT_NOFILE] = (struct limit){FILES_SOFT, FILES_HARD};
	return table;
}

struct zrt_limits zrt_limits = {ZRT_UNLIMITED, ZRT_UNLIMITED};

/* Tells those who keep a limit; all others are only shown. */
static void apply_limit(int resource, uint64_t soft)
{
	if (resource == RLIMIT_FSIZE)
		zrt_limits.file_size = soft;
	else if (resource == RLIMIT_AS)
		zrt_limits.address_space = soft;
	else if (resource == RLIMIT_NOFILE)
		zrt_fd_limit = (uint32_t)soft;
}

static long change_limit(int resource, const struct limit *to, struct limit *old)
{
	struct limit *limit;

	if (resource < 0 || resource >= LIMITS)
		return -EINVAL;
	limit = &limits()[resource];
	if ((to && !zrt_readable(to, sizeof *to)) || (old && !zrt_writable(old, sizeof *old)))
		return -EFAULT;
	if (to) {
		struct limit new = *to;

		if (new.soft > new.hard)
			return -EINVAL;
		/* What the session has is all there is: nobody raises a hard limit. */
		if (new.hard > limit->hard)
			return -EPERM;
		if (old)
			*old = *limit;
		*limit = new;
		apply_limit(resource, new.soft);
	} else if (old) {
		*old = *limit;
	}
	return 0;
}

ZRT_SYS(getrlimit)
{
	return b ? change_limit((int)a, NULL, (struct limit *)b) : -EFAULT;
}

ZRT_SYS(setrlimit)
{
	return b ? change_limit((int)a, (const struct limit *)b, NULL) : -EFAULT;
}

ZRT_SYS(prlimit64)
{
	if ((int)a && (int)a != ZRT_PID)
		return -ESRCH;
	return change_limit((int)b, (const struct limit *)c, (struct limit *)d);
}

/* --- use ------------------------------------------------------------------------ */

/* struct rusage and struct sysinfo as the kernel writes them; musl's are longer. */
struct usage {
	int64_t user[2], system[2]; /* s and us */
	int64_t max_rss;            /* KiB */
	int64_t others[13];
};

ZRT_SYS(getrusage)
{
	int who = (int)a;
	struct usage *out = (struct usage *)b;

	if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN && who != 1 /* RUSAGE_THREAD */)
		return -EINVAL;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	memset(out, 0, sizeof *out);
	if (who == RUSAGE_CHILDREN)
		return 0;
	(void)zrt_clock_read();
	out->user[0] = zrt_clock_elapsed() / 1000000000;
	out->user[1] = zrt_clock_elapsed() % 1000000000 / 1000;
	out->max_rss = (int64_t)(zrt_heap_stats().peak * ZRT_PAGE / 1024);
	return 0;
}

struct system {
	int64_t uptime;
	uint64_t loads[3], total, free, shared, buffers, total_swap, free_swap;
	uint16_t processes, padding;
	uint32_t padding2;
	uint64_t total_high, free_high;
	uint32_t unit, padding3;
};
_Static_assert(sizeof(struct system) == 112, "struct sysinfo of Linux");
_Static_assert(sizeof(struct usage) == 144, "struct rusage of Linux");

ZRT_SYS(sysinfo)
{
	struct system *out = (struct system *)a;
	struct zrt_heap_stats stats = zrt_heap_stats();

	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = (struct system){
		.uptime = zrt_clock_elapsed() / 1000000000,
		.total = stats.total * ZRT_PAGE,
		.free = stats.free * ZRT_PAGE,
		.processes = 1,
		.unit = 1,
	};
	return 0;
}

/* --- priorities ------------------------------------------------------------------- */

static int niceness;

/* `who` names the one process, group or user that there is. */
static bool is_here(long which, long who)
{
	return (int)who == 0 || (uint32_t)who == (which == PRIO_USER ? zrt_cred.uid : ZRT_PID);
}

ZRT_SYS(getpriority)
{
	if (a < PRIO_PROCESS || a > PRIO_USER)
		return -EINVAL;
	return is_here(a, b) ? 20 - niceness : -ESRCH;
}

ZRT_SYS(setpriority)
{
	int wanted = (int)c < -20 ? -20 : (int)c > 19 ? 19 : (int)c;

	if (a < PRIO_PROCESS || a > PRIO_USER)
		return -EINVAL;
	if (!is_here(a, b))
		return -ESRCH;
	if (wanted < niceness && zrt_cred.euid)
		return -EACCES;
	niceness = wanted; /* kept and shown: there is nobody to compete with */
	return 0;
}

static int io_priority = 4;

ZRT_SYS(ioprio_get)
{
	if (a < 1 || a > 3)
		return -EINVAL;
	return is_here(a == 3 ? PRIO_USER : PRIO_PROCESS, b) ? io_priority : -ESRCH;
}

ZRT_SYS(ioprio_set)
{
	int class = (int)c >> 13, level = (int)c & 0x1FFF;

	if (a < 1 || a > 3 || class < 0 || class > 3 || level > 7)
		return -EINVAL;
	if (!is_here(a == 3 ? PRIO_USER : PRIO_PROCESS, b))
		return -ESRCH;
	if (class == 1 && zrt_cred.euid)
		return -EPERM;
	io_priority = (int)c;
	return 0;
}

/* --- scheduling ---------------------------------------------------------------------- */

#define POLICY_OTHER 0
#define POLICY_FIFO 1
#define POLICY_RR 2
#define POLICY_BATCH 3
#define POLICY_IDLE 5
#define RESET_ON_FORK 0x40000000

static int policy = POLICY_OTHER;

static bool is_thread(long tid)
{
	return (int)tid == 0 || zrt_thread_find((int)tid);
}

/* Cooperative threads have no priorities: only the policies without any. */
static long set_policy(long tid, int wanted, const int *priority)
{
	if ((int)tid < 0 || !priority)
		return -EINVAL;
	if (!is_thread(tid))
		return -ESRCH;
	if (!zrt_readable(priority, sizeof *priority))
		return -EFAULT;
	wanted &= ~RESET_ON_FORK;
	if (wanted == POLICY_FIFO || wanted == POLICY_RR)
		return *priority < 1 || *priority > 99 ? -EINVAL : -EPERM;
	if ((wanted != POLICY_OTHER && wanted != POLICY_BATCH && wanted != POLICY_IDLE) || *priority)
		return -EINVAL;
	policy = wanted;
	return 0;
}

ZRT_SYS(sched_setscheduler)
{
	return set_policy(a, (int)b, (const int *)c);
}

ZRT_SYS(sched_setparam)
{
	return set_policy(a, policy, (const int *)b);
}

ZRT_SYS(sched_getscheduler)
{
	if ((int)a < 0)
		return -EINVAL;
	return is_thread(a) ? policy : -ESRCH;
}

ZRT_SYS(sched_getparam)
{
	int *out = (int *)b;

	if ((int)a < 0 || !out)
		return -EINVAL;
	if (!is_thread(a))
		return -ESRCH;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = 0;
	return 0;
}

/* Highest or lowest priority of a policy. */
static long priority_bound(long which, int real_time)
{
	switch ((int)which) {
	case POLICY_FIFO:
	case POLICY_RR:
		return real_time;
	case POLICY_OTHER:
	case POLICY_BATCH:
	case POLICY_IDLE:
	case 6: /* SCHED_DEADLINE */
		return 0;
	default:
		return -EINVAL;
	}
}

ZRT_SYS(sched_get_priority_max)
{
	return priority_bound(a, 99);
}

ZRT_SYS(sched_get_priority_min)
{
	return priority_bound(a, 1);
}

ZRT_SYS(sched_rr_get_interval)
{
	int64_t *out = (int64_t *)b;

	if ((int)a < 0)
		return -EINVAL;
	if (!is_thread(a))
		return -ESRCH;
	if (!zrt_writable(out, 2 * sizeof *out))
		return -EFAULT;
	out[0] = out[1] = 0; /* a thread is never interrupted */
	return 0;
}

/* One CPU, number 0. */
ZRT_SYS(sched_getaffinity)
{
	size_t size = (size_t)(uint32_t)b;
	uint64_t *out = (uint64_t *)c;

	if (size < sizeof *out || size % sizeof *out)
		return -EINVAL;
	if (!is_thread(a))
		return -ESRCH;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = 1;
	return sizeof *out;
}

ZRT_SYS(sched_setaffinity)
{
	const unsigned char *mask = (const unsigned char *)c;

	if (!is_thread(a))
		return -ESRCH;
	if (!(uint32_t)b)
		return -EINVAL;
	if (!zrt_readable(mask, (uint32_t)b))
		return -EFAULT;
	return mask[0] & 1 ? 0 : -EINVAL;
}

/* struct sched_attr, first version. */
struct attributes {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};

ZRT_SYS(sched_getattr)
{
	struct attributes *out = (struct attributes *)b;

	if ((int)a < 0 || !out || (uint32_t)c < sizeof *out || d)
		return -EINVAL;
	if (!is_thread(a))
		return -ESRCH;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = (struct attributes){.size = sizeof *out, .policy = (uint32_t)policy, .nice = niceness};
	return 0;
}

ZRT_SYS(sched_setattr)
{
	const struct attributes *to = (const struct attributes *)b;
	int priority;
	long result;

	if ((int)a < 0 || !to || c)
		return -EINVAL;
	if (!zrt_readable(to, sizeof *to))
		return -EFAULT;
	if (to->nice < niceness && zrt_cred.euid)
		return -EPERM;
	priority = (int)to->priority;
	if (to->policy > POLICY_IDLE)
		return to->policy == 6 ? -EPERM : -EINVAL;
	if (to->policy == POLICY_FIFO || to->policy == POLICY_RR)
		return priority < 1 || priority > 99 ? -EINVAL : -EPERM;
	result = priority || to->policy == 4 ? -EINVAL : is_thread(a) ? 0 : -ESRCH;
	if (result == 0) {
		policy = (int)to->policy;
		niceness = to->nice;
	}
	return result;
}

ZRT_SYS(getcpu)
{
	uint32_t *cpu = (uint32_t *)a, *node = (uint32_t *)b;

	if ((cpu && !zrt_writable(cpu, sizeof *cpu)) || (node && !zrt_writable(node, sizeof *node)))
		return -EFAULT;
	if (cpu)
		*cpu = 0;
	if (node)
		*node = 0;
	return 0;
}
