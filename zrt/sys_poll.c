/* SPDX-License-Identifier: Apache-2.0 */
/* poll, ppoll, select, pselect6. */
#include "clock.h"
#include "fs/fd.h"
#include "fs/poll.h"
#include "heap.h"
#include "signal.h"
#include "syscall.h"
#include "thread.h"
#include "user.h"
#include "wait.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#define SECOND 1000000000LL
#define ALWAYS (ZRT_POLLERR | ZRT_POLLHUP)

int64_t zrt_deadline(int64_t sec, int64_t nsec)
{
	int64_t ns;

	if (sec >= INT64_MAX / SECOND)
		return ZRT_FOREVER;
	if (__builtin_add_overflow(sec * SECOND + nsec, zrt_clock_now(), &ns))
		return ZRT_FOREVER;
	return ns;
}

/* --- poll ------------------------------------------------------------------------------ */

/* How many entries are ready; fills in revents. *soonest: when one may become so by itself. */
static long scan(struct pollfd *fds, uint64_t count, int64_t *soonest)
{
	long ready = 0;

	*soonest = ZRT_FOREVER;

	for (uint64_t i = 0; i < count; i++) {
		struct zrt_file *file = zrt_fd_fast(fds[i].fd);

		fds[i].revents = 0;
		if (fds[i].fd < 0)
			continue;
		if (!file || (file->mode & ZRT_MODE_PATH)) {
			fds[i].revents = POLLNVAL;
		} else {
			int64_t deadline = zrt_file_deadline(file);

			fds[i].revents = (short)(zrt_file_ready(file) & ((unsigned short)fds[i].events | ALWAYS));
			if (deadline < *soonest)
				*soonest = deadline;
		}
		ready += fds[i].revents != 0;
	}
	return ready;
}

static long do_poll(struct pollfd *fds, uint64_t count, int64_t deadline)
{
	if (count > zrt_fd_limit)
		return -EINVAL;
	if (!zrt_writable(fds, count * sizeof *fds))
		return -EFAULT;
	for (;;) {
		int64_t soonest;
		long ready = scan(fds, count, &soonest);
		int error;

		if (ready || deadline == 0)
			return ready;
		error = zrt_wait(soonest < deadline ? soonest : deadline);
		if (error == -ETIMEDOUT && soonest >= deadline)
			deadline = 0; /* one last look */
		else if (error < 0 && error != -ETIMEDOUT)
			return error;
	}
}

ZRT_SYS(poll)
{
	int64_t timeout = (int)c, deadline = 0;

	if (timeout < 0)
		deadline = ZRT_FOREVER;
	else if (timeout > 0)
		deadline = zrt_deadline(timeout / 1000, timeout % 1000 * 1000000);
	return do_poll((struct pollfd *)a, (uint64_t)(uint32_t)b, deadline);
}

int zrt_timeout(const struct timespec *timeout, int64_t *deadline)
{
	*deadline = ZRT_FOREVER;
	if (!timeout)
		return 0;
	if (!zrt_readable(timeout, sizeof *timeout))
		return -EFAULT;
	if (timeout->tv_sec < 0 || timeout->tv_nsec < 0 || timeout->tv_nsec >= SECOND)
		return -EINVAL;
	*deadline = timeout->tv_sec || timeout->tv_nsec ? zrt_deadline(timeout->tv_sec, timeout->tv_nsec) : 0;
	return 0;
}

/* What is left of the time goes back to the caller, as in Linux. */
static void give_back(struct timespec *timeout, int64_t deadline)
{
	int64_t left = deadline - zrt_clock_now();

	if (!timeout || deadline == ZRT_FOREVER || !zrt_writable(timeout, sizeof *timeout))
		return;
	if (left < 0 || deadline == 0)
		left = 0;
	timeout->tv_sec = left / SECOND;
	timeout->tv_nsec = left % SECOND;
}

int zrt_mask_swap(const void *mask, size_t size, uint64_t *old)
{
	struct zrt_signals *signals = zrt_thread_signals(zrt_self());

	*old = signals->blocked;
	if (!mask)
		return 0;
	if (size != sizeof *old)
		return -EINVAL;
	if (!zrt_readable(mask, sizeof *old))
		return -EFAULT;
	/* SIGKILL and SIGSTOP can not be blocked. */
	memcpy(&signals->blocked, mask, sizeof *old);
	signals->blocked &= ~(1ULL << 8 | 1ULL << 18);
	return 0;
}

void zrt_mask_restore(uint64_t old)
{
	zrt_thread_signals(zrt_self())->blocked = old;
}

ZRT_SYS(ppoll)
{
	struct timespec *timeout = (struct timespec *)c;
	int64_t deadline;
	uint64_t old;
	long result = zrt_timeout(timeout, &deadline);

	if (result == 0)
		result = zrt_mask_swap((const void *)d, (size_t)e, &old);
	if (result < 0)
		return result;
	result = do_poll((struct pollfd *)a, (uint64_t)(uint32_t)b, deadline);
	zrt_mask_restore(old);
	give_back(timeout, deadline);
	return result;
}

/* --- select -------------------------------------------------------------------------------- */

#define BITS 64
#define SETS 3 /* read, write, exceptional */

static const unsigned set_events[SETS] = {
	ZRT_POLLIN | ZRT_POLLHUP | ZRT_POLLERR, ZRT_POLLOUT | ZRT_POLLERR, ZRT_POLLPRI,
};

/* Tests the wanted bits, puts the ready ones in `out`: how many, or -EBADF. */
static long scan_sets(uint64_t *const in[SETS], uint64_t *out, unsigned words, unsigned count,
                      int64_t *soonest)
{
	long ready = 0;

	*soonest = ZRT_FOREVER;
	memset(out, 0, SETS * words * sizeof *out);
	for (unsigned fd = 0; fd < count; fd++) {
		uint64_t bit = (uint64_t)1 << fd % BITS;
		struct zrt_file *file = zrt_fd_fast((int)fd);

		for (unsigned s = 0; s < SETS; s++) {
			if (!in[s] || !(in[s][fd / BITS] & bit))
				continue;
			if (!file || (file->mode & ZRT_MODE_PATH))
				return -EBADF;
			if (zrt_file_deadline(file) < *soonest)
				*soonest = zrt_file_deadline(file);
			if (zrt_file_ready(file) & set_events[s]) {
				out[s * words + fd / BITS] |= bit;
				ready++;
			}
		}
	}
	return ready;
}

static long do_select(int count, uint64_t *const in[SETS], int64_t deadline)
{
	unsigned words, most = zrt_fd_count;
	uint64_t *out;
	long ready;

	if (count < 0)
		return -EINVAL;
	if ((unsigned)count > most)
		count = (int)most;
	words = ((unsigned)count + BITS - 1) / BITS;
	for (unsigned s = 0; s < SETS; s++) {
		if (in[s] && !zrt_writable(in[s], words * sizeof *out))
			return -EFAULT;
	}
	out = zrt_alloc(SETS * words * sizeof *out + 1);
	if (!out)
		return -ENOMEM;
	for (;;) {
		int64_t soonest;

		ready = scan_sets(in, out, words, (unsigned)count, &soonest);
		if (ready || deadline == 0)
			break;
		ready = zrt_wait(soonest < deadline ? soonest : deadline);
		if (ready == -ETIMEDOUT && soonest >= deadline)
			deadline = 0;
		else if (ready < 0 && ready != -ETIMEDOUT)
			break;
	}
	for (unsigned s = 0; ready >= 0 && s < SETS; s++) {
		if (in[s])
			memcpy(in[s], out + s * words, words * sizeof *out);
	}
	zrt_free(out);
	return ready;
}

ZRT_SYS(select)
{
	uint64_t *const in[SETS] = {(uint64_t *)b, (uint64_t *)c, (uint64_t *)d};
	struct timeval *given = (struct timeval *)e;
	struct timespec timeout;
	int64_t deadline = ZRT_FOREVER;
	long result;

	if (given) {
		if (!zrt_readable(given, sizeof *given))
			return -EFAULT;
		if (given->tv_sec < 0 || given->tv_usec < 0)
			return -EINVAL;
		timeout.tv_sec = given->tv_sec + given->tv_usec / 1000000;
		timeout.tv_nsec = given->tv_usec % 1000000 * 1000;
		result = zrt_timeout(&timeout, &deadline);
		if (result < 0)
			return result;
	}
	result = do_select((int)a, in, deadline);
	if (given && zrt_writable(given, sizeof *given)) {
		give_back(&timeout, deadline);
		given->tv_sec = timeout.tv_sec;
		given->tv_usec = timeout.tv_nsec / 1000;
	}
	return result;
}

ZRT_SYS(pselect6)
{
	uint64_t *const in[SETS] = {(uint64_t *)b, (uint64_t *)c, (uint64_t *)d};
	struct timespec *timeout = (struct timespec *)e;
	const struct {
		const void *mask;
		size_t size;
	} *signals = (const void *)f;
	int64_t deadline;
	uint64_t old;
	long result = zrt_timeout(timeout, &deadline);

	if (result == 0 && signals && !zrt_readable(signals, sizeof *signals))
		result = -EFAULT;
	if (result == 0)
		result = zrt_mask_swap(signals ? signals->mask : NULL, signals ? signals->size : 0, &old);
	if (result < 0)
		return result;
	result = do_select((int)a, in, deadline);
	zrt_mask_restore(old);
	give_back(timeout, deadline);
	return result;
}
