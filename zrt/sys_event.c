/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are not in the tree: eventfd, timerfd, memfd. */
#include "clock.h"
#include "fs/fd.h"
#include "fs/inode.h"
#include "fs/memfs.h"
#include "fs/poll.h"
#include "heap.h"
#include "linux.h"
#include "syscall.h"
#include "user.h"
#include "wait.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <time.h>

#define SECOND 1000000000LL

static void free_data(struct zrt_file *file)
{
	zrt_free(file->data);
}

/* --- eventfd ----------------------------------------------------------------------- */

struct counter {
	uint64_t value;
	uint32_t data_came, room_came;
	bool semaphore; /* reads take one at a time */
};

#define COUNTER_MAX (UINT64_MAX - 1)
#define EFD_SEMAPHORE 1

static int64_t counter_read(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	struct counter *counter = file->data;
	uint64_t taken;

	(void)pos;
	if (size < sizeof taken)
		return -EINVAL;
	while (!counter->value) {
		int error = file->flags & O_NONBLOCK ? -EAGAIN : zrt_wait(ZRT_FOREVER);

		if (error < 0)
			return error;
	}
	taken = counter->semaphore ? 1 : counter->value;
	counter->value -= taken;
	counter->room_came++;
	memcpy(buffer, &taken, sizeof taken);
	zrt_event();
	return sizeof taken;
}

static int64_t counter_write(struct zrt_file *file, const void *buffer, size_t size, uint64_t *pos)
{
	struct counter *counter = file->data;
	uint64_t added;

	(void)pos;
	if (size < sizeof added)
		return -EINVAL;
	memcpy(&added, buffer, sizeof added);
	if (added == UINT64_MAX)
		return -EINVAL;
	while (added > COUNTER_MAX - counter->value) {
		int error = file->flags & O_NONBLOCK ? -EAGAIN : zrt_wait(ZRT_FOREVER);

		if (error < 0)
			return error;
	}
	counter->value += added;
	counter->data_came++;
	zrt_event();
	return sizeof added;
}

static unsigned counter_poll(struct zrt_file *file)
{
	const struct counter *counter = file->data;

	return (counter->value ? ZRT_POLLIN : 0) | (counter->value < COUNTER_MAX ? ZRT_POLLOUT : 0);
}

static uint64_t counter_edges(struct zrt_file *file)
{
	const struct counter *counter = file->data;

	return (uint64_t)counter->data_came << 32 | counter->room_came;
}

static const struct zrt_file_ops counter_ops = {
	.read = counter_read, .write = counter_write, .poll = counter_poll, .edges = counter_edges,
	.seek = zrt_seek_nowhere, .release = free_data,
};

static long make_counter(uint32_t value, uint32_t flags)
{
	struct counter *counter;
	int fd;

	if (flags & ~(uint32_t)(EFD_SEMAPHORE | O_CLOEXEC | O_NONBLOCK))
		return -EINVAL;
	counter = zrt_zalloc(sizeof *counter);
	if (!counter)
		return -ENOMEM;
	counter->value = value;
	counter->semaphore = flags & EFD_SEMAPHORE;
	fd = zrt_fd_anonymous("anon_inode:[eventfd]", &counter_ops, counter, O_RDWR | (flags & O_NONBLOCK),
	                      flags & O_CLOEXEC);
	if (fd < 0)
		zrt_free(counter);
	return fd;
}

ZRT_SYS(eventfd)
{
	return make_counter((uint32_t)a, 0);
}

ZRT_SYS(eventfd2)
{
	return make_counter((uint32_t)a, (uint32_t)b);
}

/* --- timerfd ------------------------------------------------------------------------- */

struct timer {
	int64_t next;     /* ns of the clock; 0: disarmed */
	int64_t interval; /* ns; 0: once */
};

/* Expirations since the last read. */
static uint64_t expired(const struct timer *timer)
{
	int64_t now = zrt_clock_now();

	if (!timer->next || now < timer->next)
		return 0;
	return timer->interval ? (uint64_t)((now - timer->next) / timer->interval) + 1 : 1;
}

static int64_t timer_read(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	struct timer *timer = file->data;
	uint64_t count;

	(void)pos;
	if (size < sizeof count)
		return -EINVAL;
	while (!(count = expired(timer))) {
		int error = -EAGAIN;

		if (!(file->flags & O_NONBLOCK))
			error = zrt_wait(timer->next ? timer->next : ZRT_FOREVER);
		if (error < 0 && error != -ETIMEDOUT)
			return error;
	}
	timer->next = timer->interval ? timer->next + (int64_t)count * timer->interval : 0;
	memcpy(buffer, &count, sizeof count);
	return sizeof count;
}

static unsigned timer_poll(struct zrt_file *file)
{
	return expired(file->data) ? ZRT_POLLIN : 0;
}

static int64_t timer_deadline(struct zrt_file *file)
{
	const struct timer *timer = file->data;

	return timer->next && !expired(timer) ? timer->next : ZRT_FOREVER;
}

static uint64_t timer_edges(struct zrt_file *file)
{
	return expired(file->data) << 32;
}

static const struct zrt_file_ops timer_ops = {
	.read = timer_read, .poll = timer_poll, .deadline = timer_deadline, .edges = timer_edges,
	.seek = zrt_seek_nowhere, .release = free_data,
};

ZRT_SYS(timerfd_create)
{
	int clock = (int)a;
	struct timer *timer;
	int fd;

	if (b & ~(long)(O_CLOEXEC | O_NONBLOCK))
		return -EINVAL;
	if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC && clock != CLOCK_BOOTTIME &&
	    clock != CLOCK_REALTIME_ALARM && clock != CLOCK_BOOTTIME_ALARM)
		return -EINVAL;
	timer = zrt_zalloc(sizeof *timer);
	if (!timer)
		return -ENOMEM;
	fd = zrt_fd_anonymous("anon_inode:[timerfd]", &timer_ops, timer, O_RDWR | ((uint32_t)b & O_NONBLOCK),
	                      b & O_CLOEXEC);
	if (fd < 0)
		zrt_free(timer);
	return fd;
}

static struct timer *timer_of(int fd, int *error)
{
	struct zrt_file *file = zrt_fd_fast(fd);

	*error = !file ? -EBADF : -EINVAL;
	return file && file->ops == &timer_ops ? file->data : NULL;
}

static struct timespec to_timespec(int64_t ns)
{
	return (struct timespec){ns / SECOND, ns % SECOND};
}

static int get_setting(const struct timer *timer, struct itimerspec *out)
{
	int64_t now = zrt_clock_now(), left = 0;

	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	if (timer->next && (now < timer->next || timer->interval)) {
		int64_t next = timer->next;

		if (now >= next)
			next += ((now - next) / timer->interval + 1) * timer->interval;
		left = next - now;
	}
	*out = (struct itimerspec){.it_interval = to_timespec(timer->interval), .it_value = to_timespec(left)};
	return 0;
}

static bool good_time(const struct timespec *t)
{
	return t->tv_sec >= 0 && t->tv_nsec >= 0 && t->tv_nsec < SECOND;
}

#define TFD_ABSTIME 1
#define TFD_CANCEL_ON_SET 2 /* the clock is never set */

ZRT_SYS(timerfd_settime)
{
	int error;
	struct timer *timer = timer_of((int)a, &error);
	const struct itimerspec *given = (const struct itimerspec *)c;
	struct itimerspec value;

	if (b & ~(long)(TFD_ABSTIME | TFD_CANCEL_ON_SET))
		return -EINVAL;
	if (!zrt_readable(given, sizeof *given))
		return -EFAULT;
	value = *given;
	if (!good_time(&value.it_value) || !good_time(&value.it_interval))
		return -EINVAL;
	if (!timer)
		return error;
	if (d && (error = get_setting(timer, (struct itimerspec *)d)) < 0)
		return error;
	timer->interval = value.it_interval.tv_sec * SECOND + value.it_interval.tv_nsec;
	if (!value.it_value.tv_sec && !value.it_value.tv_nsec)
		timer->next = 0;
	else if (b & TFD_ABSTIME)
		timer->next = value.it_value.tv_sec * SECOND + value.it_value.tv_nsec;
	else
		timer->next = zrt_deadline(value.it_value.tv_sec, value.it_value.tv_nsec);
	zrt_event();
	return 0;
}

ZRT_SYS(timerfd_gettime)
{
	int error;
	struct timer *timer = timer_of((int)a, &error);

	return timer ? get_setting(timer, (struct itimerspec *)b) : error;
}

/* --- memfd ------------------------------------------------------------------------------ */

#define MFD_CLOEXEC 1u
#define MFD_ALLOW_SEALING 2u
#define MFD_NOEXEC_SEAL 8u
#define MFD_EXEC 16u
#define MFD_NAME_MAX 249

ZRT_SYS(memfd_create)
{
	const char *name = (const char *)a;
	uint32_t flags = (uint32_t)b, seals = K_F_SEAL_SEAL;
	struct zrt_inode *inode;
	struct zrt_file *file;
	int fd;

	if ((flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL | MFD_EXEC)) ||
	    (flags & MFD_NOEXEC_SEAL && flags & MFD_EXEC))
		return -EINVAL;
	if (!zrt_readable(name, 1))
		return -EFAULT;
	if (strnlen(name, MFD_NAME_MAX + 1) > MFD_NAME_MAX)
		return -EINVAL;
	inode = zrt_inode_new(&zrt_shmfs, S_IFREG | (flags & MFD_NOEXEC_SEAL ? 0666 : 0777), &zrt_memfs_file_ops);
	if (!inode)
		return -ENOMEM;
	if (flags & (MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL))
		seals = flags & MFD_NOEXEC_SEAL ? K_F_SEAL_EXEC : 0;
	inode->flags |= seals << ZRT_INODE_SEALS_SHIFT;
	file = zrt_file_new(inode, NULL, &zrt_memfs_open_ops, O_RDWR | K_O_LARGEFILE);
	zrt_inode_drop(inode);
	if (!file)
		return -ENOMEM;
	file->mode |= ZRT_MODE_SEEK;
	fd = zrt_fd_install(file, 0, flags & MFD_CLOEXEC);
	if (fd < 0)
		zrt_file_drop(file);
	return fd;
}
