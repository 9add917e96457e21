/* SPDX-License-Identifier: Apache-2.0 */
/*
 * epoll: a set of open files, each asked for its state when somebody waits.
 * Edge-triggered entries are reported again when data or room came since.
 */
#include "fs/fd.h"
#include "fs/inode.h"
#include "fs/poll.h"
#include "heap.h"
#include "syscall.h"
#include "user.h"
#include "wait.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>

#define DEPTH_MAX 5 /* sets within sets */
#define ALWAYS (ZRT_POLLERR | ZRT_POLLHUP)
#define MODES (EPOLLET | EPOLLONESHOT | EPOLLWAKEUP | EPOLLEXCLUSIVE)

struct set;

struct zrt_epoll_item {
	struct zrt_epoll_item *next;         /* in the set */
	struct zrt_epoll_item *next_watcher; /* of the same file */
	struct set *set;
	struct zrt_file *file; /* no reference: it takes the item along when it goes */
	int fd;
	struct epoll_event event;
	uint64_t edges;    /* file's edges when last reported */
	unsigned reported; /* what was reported last, for edge-triggered ones */
	bool disabled;     /* one-shot and reported */
};

struct set {
	struct zrt_epoll_item *first, *last;
};

static uint64_t edges_of(struct zrt_file *file)
{
	return file->ops->edges ? file->ops->edges(file) : 0;
}

/* What an item has to report now. */
static unsigned ready(const struct zrt_epoll_item *item)
{
	unsigned now;

	if (item->disabled)
		return 0;
	now = zrt_file_ready(item->file) & (item->event.events | ALWAYS);
	if (now && (item->event.events & EPOLLET) && !(now & ~item->reported)) {
		uint64_t moved = edges_of(item->file) ^ item->edges;
		bool data = moved >> 32 && (now & ~ZRT_POLLOUT);
		bool room = (uint32_t)moved && (now & ZRT_POLLOUT);

		if (!data && !room)
			return 0;
	}
	return now;
}

static unsigned set_poll(struct zrt_file *file)
{
	const struct set *set = file->data;

	for (const struct zrt_epoll_item *item = set->first; item; item = item->next) {
		if (ready(item))
			return ZRT_POLLIN;
	}
	return 0;
}

static int64_t set_deadline(struct zrt_file *file)
{
	const struct set *set = file->data;
	int64_t earliest = ZRT_FOREVER;

	for (const struct zrt_epoll_item *item = set->first; item; item = item->next) {
		int64_t deadline = zrt_file_deadline(item->file);

		if (!item->disabled && !ready(item) && deadline < earliest)
			earliest = deadline;
	}
	return earliest;
}

/* Takes an item out of its file's list and its set. */
static void remove_item(struct zrt_epoll_item *item)
{
	struct zrt_epoll_item **link = &item->file->watchers, *before = NULL;

	while (*link != item)
		link = &(*link)->next_watcher;
	*link = item->next_watcher;
	for (struct zrt_epoll_item *i = item->set->first; i != item; i = i->next)
		before = i;
	*(before ? &before->next : &item->set->first) = item->next;
	if (item->set->last == item)
		item->set->last = before;
	zrt_free(item);
}

void zrt_epoll_forget(struct zrt_file *file)
{
	while (file->watchers)
		remove_item(file->watchers);
}

static void set_release(struct zrt_file *file)
{
	struct set *set = file->data;

	while (set && set->first)
		remove_item(set->first);
	zrt_free(set);
}

static const struct zrt_file_ops set_ops = {
	.poll = set_poll, .deadline = set_deadline, .seek = zrt_seek_nowhere, .release = set_release,
};

static long make_set(uint32_t flags)
{
	struct set *set;
	int fd;

	if (flags & ~(uint32_t)O_CLOEXEC)
		return -EINVAL;
	set = zrt_zalloc(sizeof *set);
	if (!set)
		return -ENOMEM;
	fd = zrt_fd_anonymous("anon_inode:[eventpoll]", &set_ops, set, O_RDWR, flags & O_CLOEXEC);
	if (fd < 0)
		zrt_free(set);
	return fd;
}

ZRT_SYS(epoll_create)
{
	return (int)a <= 0 ? -EINVAL : make_set(0);
}

ZRT_SYS(epoll_create1)
{
	return make_set((uint32_t)a);
}

/* --- epoll_ctl ------------------------------------------------------------------------ */

/* `file` leads to `set` through sets within sets, or that goes too deep. */
static bool leads_to(const struct zrt_file *file, const struct set *set, unsigned depth)
{
	const struct set *inner = file->data;

	if (file->ops != &set_ops)
		return false;
	if (inner == set || depth == DEPTH_MAX)
		return true;
	for (const struct zrt_epoll_item *item = inner->first; item; item = item->next) {
		if (leads_to(item->file, set, depth + 1))
			return true;
	}
	return false;
}

static struct zrt_epoll_item *find(const struct set *set, const struct zrt_file *file, int fd)
{
	struct zrt_epoll_item *item = set->first;

	while (item && !(item->file == file && item->fd == fd))
		item = item->next;
	return item;
}

static void set_event(struct zrt_epoll_item *item, const struct epoll_event *event)
{
	item->event = *event;
	item->reported = 0;
	item->disabled = false;
	zrt_event();
}

static long add_item(struct set *set, struct zrt_file *file, int fd, const struct epoll_event *event)
{
	struct zrt_epoll_item *item;

	if (leads_to(file, set, 0))
		return -ELOOP;
	item = zrt_zalloc(sizeof *item);
	if (!item)
		return -ENOMEM;
	item->set = set;
	item->file = file;
	item->fd = fd;
	item->next_watcher = file->watchers;
	file->watchers = item;
	*(set->last ? &set->last->next : &set->first) = item;
	set->last = item;
	set_event(item, event);
	return 0;
}

ZRT_SYS(epoll_ctl)
{
	struct zrt_file *own = zrt_fd_fast((int)a), *file = zrt_fd_fast((int)c);
	const struct epoll_event *event = (const struct epoll_event *)d;
	struct zrt_epoll_item *item;

	if (b != EPOLL_CTL_DEL && !zrt_readable(event, sizeof *event))
		return -EFAULT;
	if (!own || !file)
		return -EBADF;
	if (S_ISREG(file->inode->mode) || zrt_is_dir(file->inode))
		return -EPERM; /* always ready: nothing to wait for */
	if (own == file || own->ops != &set_ops)
		return -EINVAL;
	item = find(own->data, file, (int)c);
	switch (b) {
	case EPOLL_CTL_ADD:
		return item ? -EEXIST : add_item(own->data, file, (int)c, event);
	case EPOLL_CTL_MOD:
		if (!item)
			return -ENOENT;
		set_event(item, event);
		return 0;
	case EPOLL_CTL_DEL:
		if (!item)
			return -ENOENT;
		remove_item(item);
		return 0;
	default:
		return -EINVAL;
	}
}

/* --- epoll_wait ------------------------------------------------------------------------- */

/* Reports up to `most` items; those reported go to the end of the line. */
static long collect(struct set *set, struct epoll_event *out, int most)
{
	struct zrt_epoll_item *end = set->last, *item = set->first, *next;
	bool last = !item;
	int count = 0;

	for (; !last && count < most; item = next) {
		unsigned now = ready(item);

		next = item->next;
		last = item == end;
		if (!now)
			continue;
		out[count].events = now;
		out[count++].data = item->event.data;
		item->reported = now;
		item->edges = edges_of(item->file);
		item->disabled = item->event.events & EPOLLONESHOT;
	}
	return count;
}

static long wait_for(int fd, struct epoll_event *out, int most, int64_t deadline)
{
	struct zrt_file *file = zrt_fd_fast(fd);
	long count;

	if (most <= 0 || (size_t)most > INT32_MAX / sizeof *out)
		return -EINVAL;
	if (!zrt_writable(out, (size_t)most * sizeof *out))
		return -EFAULT;
	if (!file)
		return -EBADF;
	if (file->ops != &set_ops)
		return -EINVAL;
	zrt_file_hold(file);
	while (!(count = collect(file->data, out, most)) && deadline) {
		int64_t soonest = set_deadline(file);
		int error = zrt_wait(soonest < deadline ? soonest : deadline);

		if (error == -ETIMEDOUT && soonest >= deadline)
			deadline = 0; /* one last look */
		else if (error < 0 && error != -ETIMEDOUT) {
			count = error;
			break;
		}
	}
	zrt_file_drop(file);
	return count;
}

static int64_t from_milliseconds(int timeout)
{
	if (timeout < 0)
		return ZRT_FOREVER;
	return timeout ? zrt_deadline(timeout / 1000, timeout % 1000 * 1000000L) : 0;
}

ZRT_SYS(epoll_wait)
{
	return wait_for((int)a, (struct epoll_event *)b, (int)c, from_milliseconds((int)d));
}

ZRT_SYS(epoll_pwait)
{
	uint64_t old;
	long result = zrt_mask_swap((const void *)e, (size_t)f, &old);

	if (result < 0)
		return result;
	result = wait_for((int)a, (struct epoll_event *)b, (int)c, from_milliseconds((int)d));
	zrt_mask_restore(old);
	return result;
}

ZRT_SYS(epoll_pwait2)
{
	int64_t deadline;
	uint64_t old;
	long result = zrt_timeout((const struct timespec *)d, &deadline);

	if (result == 0)
		result = zrt_mask_swap((const void *)e, (size_t)f, &old);
	if (result < 0)
		return result;
	result = wait_for((int)a, (struct epoll_event *)b, (int)c, deadline);
	zrt_mask_restore(old);
	return result;
}
