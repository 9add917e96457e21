/* SPDX-License-Identifier: Apache-2.0 */
/* futex(2) between the threads of the program, and robust lists. */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <time.h>

#include "clock.h"
#include "syscall.h"
#include "thread_impl.h"
#include "user.h"

enum operation {
	FUTEX_WAIT,
	FUTEX_WAKE,
	FUTEX_REQUEUE = 3,
	FUTEX_CMP_REQUEUE,
	FUTEX_LOCK_PI = 6,
	FUTEX_UNLOCK_PI,
	FUTEX_TRYLOCK_PI,
	FUTEX_WAIT_BITSET,
	FUTEX_WAKE_BITSET,
	FUTEX_LOCK_PI2 = 13,
};
#define FUTEX_PRIVATE 128  /* flag: not shared with other processes, which there are none of */
#define FUTEX_REALTIME 256 /* flag: the deadline's clock; there is one */

#define ALL_BITS UINT32_MAX

/* Word of a mutex that is robust or inherits priorities: owner's id and two flags. */
#define WORD_WAITERS 0x80000000u
#define WORD_OWNER_DIED 0x40000000u
#define WORD_TID 0x3fffffffu

#define ROBUST_LIMIT 2048 /* entries that are looked at, as Linux */

/* The time in ns, or -EINVAL; one that lies too far away counts as none. */
static int64_t nanoseconds(const struct timespec *t)
{
	if (t->tv_sec < 0 || t->tv_nsec < 0 || t->tv_nsec >= 1000000000)
		return -EINVAL;
	if (t->tv_sec > INT64_MAX / 1000000000 - 1)
		return ZRT_FOREVER;
	return t->tv_sec * 1000000000 + t->tv_nsec;
}

static long futex_wait(uint32_t *word, uint32_t value, const struct timespec *timeout, bool absolute,
                       uint32_t mask)
{
	int64_t deadline = ZRT_FOREVER;
	if (timeout) {
		if (!zrt_readable(timeout, sizeof *timeout))
			return -EFAULT;
		deadline = nanoseconds(timeout);
		if (deadline < 0)
			return deadline;
		int64_t now = zrt_clock_now();
		if (!absolute)
			deadline = deadline > ZRT_FOREVER - now ? ZRT_FOREVER : deadline + now;
	}
	if (!mask)
		return -EINVAL;
	if (*word != value)
		return -EAGAIN;
	return zrt_park(word, mask, deadline);
}

static long futex_wake(const uint32_t *word, int count, uint32_t mask)
{
	if (!mask)
		return -EINVAL;
	/* Linux wakes one even if none was asked for. */
	return zrt_unpark(word, mask, count < 1 ? 1 : count);
}

static long futex_requeue(const uint32_t *word, int wake, int move, uint32_t *other)
{
	if (wake < 0 || move < 0)
		return -EINVAL;
	if (((uintptr_t)other & 3) != 0)
		return -EINVAL;
	if (!zrt_readable(other, sizeof *other))
		return -EFAULT;
	int woken = zrt_unpark(word, ALL_BITS, wake);
	return woken + zrt_repark(word, other, move);
}

/* The flag that others wait, for a word that gets a new owner. */
static uint32_t waiters_flag(const uint32_t *word)
{
	return zrt_queue_first(word) ? WORD_WAITERS : 0;
}

/*
 * Priority inheritance: threads have no priorities to inherit, but who unlocks
 * hands the mutex on to the thread that has waited longest, as Linux does.
 */
static long lock_pi(uint32_t *word, const struct timespec *timeout, bool may_wait)
{
	const uint32_t self = (uint32_t)zrt_running->tid;
	int64_t deadline = ZRT_FOREVER;

	if (timeout) {
		if (!zrt_readable(timeout, sizeof *timeout))
			return -EFAULT;
		deadline = nanoseconds(timeout);
		if (deadline < 0)
			return deadline;
	}
	if ((*word & WORD_TID) == self)
		return -EDEADLK;
	for (;;) {
		uint32_t owner = *word & WORD_TID;

		if (owner == self)
			return 0; /* handed over */
		if (!owner) {
			*word = self | (*word & WORD_OWNER_DIED) | waiters_flag(word);
			return 0;
		}
		if (!zrt_thread_find((int)owner))
			return -ESRCH;
		if (!may_wait)
			return -EAGAIN;
		*word |= WORD_WAITERS;
		/* A signal's handler may run meanwhile; the wait goes on. */
		if (zrt_park(word, ALL_BITS, deadline) == -ETIMEDOUT)
			return (*word & WORD_TID) == self ? 0 : -ETIMEDOUT;
	}
}

static long unlock_pi(uint32_t *word)
{
	const struct zrt_thread *next = zrt_queue_first(word);

	if ((*word & WORD_TID) != (uint32_t)zrt_running->tid)
		return -EPERM;
	*word = 0;
	if (next) {
		zrt_unpark(word, ALL_BITS, 1);
		*word = (uint32_t)next->tid | waiters_flag(word);
	}
	return 0;
}

/* (word, operation, value, timeout or second count, second word, third value) */
ZRT_SYS(futex)
{
	uint32_t *word = (uint32_t *)a;
	int operation = (int)b & ~(FUTEX_PRIVATE | FUTEX_REALTIME);
	uint32_t value = (uint32_t)c;

	if (((uintptr_t)word & 3) != 0)
		return -EINVAL;
	if (!zrt_readable(word, sizeof *word))
		return -EFAULT;
	switch (operation) {
	case FUTEX_WAIT:
		return futex_wait(word, value, (const struct timespec *)d, false, ALL_BITS);
	case FUTEX_WAIT_BITSET:
		return futex_wait(word, value, (const struct timespec *)d, true, (uint32_t)f);
	case FUTEX_WAKE:
		return futex_wake(word, (int)value, ALL_BITS);
	case FUTEX_WAKE_BITSET:
		return futex_wake(word, (int)value, (uint32_t)f);
	case FUTEX_CMP_REQUEUE:
		if (*word != (uint32_t)f)
			return -EAGAIN;
		return futex_requeue(word, (int)value, (int)d, (uint32_t *)e);
	case FUTEX_REQUEUE:
		return futex_requeue(word, (int)value, (int)d, (uint32_t *)e);
	case FUTEX_LOCK_PI:
	case FUTEX_LOCK_PI2:
		return lock_pi(word, (const struct timespec *)d, true);
	case FUTEX_TRYLOCK_PI:
		return lock_pi(word, NULL, false);
	case FUTEX_UNLOCK_PI:
		return unlock_pi(word);
	default:
		return -ENOSYS;
	}
}

/* As Linux has it: a list of entries, each at a fixed distance from its futex word. */
struct robust_head {
	uint64_t next;
	int64_t word_offset;
	uint64_t pending;
};

ZRT_SYS(set_robust_list)
{
	if ((uint64_t)b != sizeof(struct robust_head))
		return -EINVAL;
	zrt_running->robust_list = (uint64_t)a;
	return 0;
}

ZRT_SYS(get_robust_list)
{
	const struct zrt_thread *t = a ? zrt_thread_find((int)a) : zrt_running;
	uint64_t *head = (uint64_t *)b, *size = (uint64_t *)c;
	if (!t)
		return -ESRCH;
	if (!zrt_writable(head, sizeof *head) || !zrt_writable(size, sizeof *size))
		return -EFAULT;
	*head = t->robust_list;
	*size = sizeof(struct robust_head);
	return 0;
}

static void owner_died(uint64_t entry, int64_t offset, int tid)
{
	uint32_t *word = (uint32_t *)(uintptr_t)(entry + (uint64_t)offset);
	if (((uintptr_t)word & 3) != 0 || !zrt_writable(word, sizeof *word))
		return;
	if ((*word & WORD_TID) != (uint32_t)tid)
		return;
	uint32_t old = *word;
	*word = (old & WORD_WAITERS) | WORD_OWNER_DIED;
	if (old & WORD_WAITERS)
		zrt_unpark(word, ALL_BITS, 1);
}

void zrt_robust_end(const struct zrt_thread *t)
{
	const struct robust_head *head = (const struct robust_head *)(uintptr_t)t->robust_list;
	if (!head || !zrt_readable(head, sizeof *head))
		return;
	uint64_t entry = head->next, pending = head->pending;
	for (int i = 0; i < ROBUST_LIMIT && entry != t->robust_list; i++) {
		const uint64_t *link = (const uint64_t *)(uintptr_t)entry;
		if (!zrt_readable(link, sizeof *link))
			return;
		uint64_t next = *link;
		if (entry != pending)
			owner_died(entry, head->word_offset, t->tid);
		entry = next;
	}
	if (pending)
		owner_died(pending, head->word_offset, t->tid);
}

/* One host thread: every thread has seen every other's writes (membarrier(2)). */
#define MEMBARRIER_QUERY 0
#define MEMBARRIER_COMMANDS 0x7f /* one bit each; not those of restartable sequences */

ZRT_SYS(membarrier)
{
	int command = (int)a;
	if (b)
		return -EINVAL;
	if (command == MEMBARRIER_QUERY)
		return MEMBARRIER_COMMANDS;
	if (command < 0 || (command & (command - 1)) != 0 || !(command & MEMBARRIER_COMMANDS))
		return -EINVAL;
	return 0;
}
