/* SPDX-License-Identifier: Apache-2.0 */
#include "pipe.h"

#include "fd.h"
#include "heap.h"
#include "inode.h"
#include "signals.h"
#include "syscall.h"
#include "thread.h"
#include "user.h"
#include "wait.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>

struct pipe {
	struct zrt_ring ring;
	uint32_t readers, writers; /* open descriptions of either end */
	uint64_t opened_readers, opened_writers; /* ever, so that a waiting open notices */
	uint32_t data_came, room_came; /* for edge-triggered epoll */
	uint32_t refs;
};

/* --- rings ------------------------------------------------------------------- */

int zrt_ring_init(struct zrt_ring *ring, uint32_t size)
{
	*ring = (struct zrt_ring){.bytes = zrt_alloc(size), .size = size};
	return ring->bytes ? 0 : -ENOMEM;
}

void zrt_ring_free(struct zrt_ring *ring)
{
	zrt_free(ring->bytes);
	ring->bytes = NULL;
}

/* Bytes from `at` on, at most `size`, before the ring begins anew. */
static uint32_t before_wrap(const struct zrt_ring *ring, uint32_t at, uint32_t size)
{
	return ring->size - at < size ? ring->size - at : size;
}

uint32_t zrt_ring_read(struct zrt_ring *ring, void *buffer, size_t size)
{
	uint32_t count = size < ring->used ? (uint32_t)size : ring->used, first;

	first = before_wrap(ring, ring->start, count);
	memcpy(buffer, ring->bytes + ring->start, first);
	memcpy((uint8_t *)buffer + first, ring->bytes, count - first);
	ring->start = (ring->start + count) & (ring->size - 1);
	ring->used -= count;
	return count;
}

void zrt_ring_skip(struct zrt_ring *ring, uint32_t size)
{
	ring->start = (ring->start + size) & (ring->size - 1);
	ring->used -= size;
}

uint32_t zrt_ring_write(struct zrt_ring *ring, const void *buffer, size_t size)
{
	uint32_t room = ring->size - ring->used, count = size < room ? (uint32_t)size : room;
	uint32_t at = (ring->start + ring->used) & (ring->size - 1), first = before_wrap(ring, at, count);

	memcpy(ring->bytes + at, buffer, first);
	memcpy(ring->bytes, (const uint8_t *)buffer + first, count - first);
	ring->used += count;
	return count;
}

void zrt_broken_pipe(void)
{
	const struct zrt_siginfo info = {.signo = SIGPIPE, .code = SI_USER};

	zrt_signal_send(zrt_tid(zrt_self()), &info);
}

/* --- reading and writing --------------------------------------------------------- */

static int64_t pipe_read(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	struct pipe *pipe = file->data;
	uint32_t count;

	(void)pos;
	if (size == 0)
		return 0;
	while (!pipe->ring.used) {
		int error;

		if (!pipe->writers)
			return 0;
		if (file->flags & O_NONBLOCK)
			return -EAGAIN;
		error = zrt_wait(ZRT_FOREVER);
		if (error < 0)
			return error;
	}
	pipe->room_came += pipe->ring.size - pipe->ring.used < ZRT_PIPE_BUF;
	count = zrt_ring_read(&pipe->ring, buffer, size);
	zrt_inode_accessed(file->inode);
	zrt_event();
	return count;
}

static int64_t pipe_write(struct zrt_file *file, const void *buffer, size_t size, uint64_t *pos)
{
	struct pipe *pipe = file->data;
	const uint8_t *from = buffer;
	size_t done = 0;

	(void)pos;
	if (size == 0)
		return 0;
	while (done < size) {
		size_t left = size - done, room = pipe->ring.size - pipe->ring.used;
		int error = -EAGAIN;

		if (!pipe->readers) {
			zrt_broken_pipe();
			return done ? (int64_t)done : -EPIPE;
		}
		if (room && (left > ZRT_PIPE_BUF || room >= left)) {
			done += zrt_ring_write(&pipe->ring, from + done, left);
			zrt_inode_touch(file->inode, ZRT_TOUCH_MC);
			pipe->data_came++;
			zrt_event();
			continue;
		}
		if (!(file->flags & O_NONBLOCK))
			error = zrt_wait(ZRT_FOREVER);
		if (error < 0)
			return done ? (int64_t)done : error;
	}
	return (int64_t)done;
}

static unsigned pipe_poll(struct zrt_file *file)
{
	const struct pipe *pipe = file->data;
	unsigned ready = 0;

	if (file->mode & ZRT_MODE_READ) {
		if (pipe->ring.used)
			ready |= ZRT_POLLIN;
		if (!pipe->writers && pipe->opened_writers)
			ready |= ZRT_POLLHUP;
	}
	if (file->mode & ZRT_MODE_WRITE) {
		if (pipe->ring.size - pipe->ring.used >= ZRT_PIPE_BUF)
			ready |= ZRT_POLLOUT;
		if (!pipe->readers)
			ready |= ZRT_POLLERR;
	}
	return ready;
}

static uint64_t pipe_edges(struct zrt_file *file)
{
	const struct pipe *pipe = file->data;

	return (uint64_t)pipe->data_came << 32 | pipe->room_came;
}

static long pipe_ioctl(struct zrt_file *file, unsigned request, uintptr_t argument)
{
	const struct pipe *pipe = file->data;
	int *out = (int *)argument;

	if (request != FIONREAD)
		return -ENOTTY;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	*out = (int)pipe->ring.used;
	return 0;
}

/* --- life --------------------------------------------------------------------------- */

static struct pipe *pipe_new(void)
{
	struct pipe *pipe = zrt_zalloc(sizeof *pipe);

	if (!pipe)
		return NULL;
	if (zrt_ring_init(&pipe->ring, ZRT_PIPE_SIZE) < 0) {
		zrt_free(pipe);
		return NULL;
	}
	return pipe;
}

static void count_ends(struct zrt_file *file, struct pipe *pipe)
{
	if (file->mode & ZRT_MODE_READ) {
		pipe->readers++;
		pipe->opened_readers++;
	}
	if (file->mode & ZRT_MODE_WRITE) {
		pipe->writers++;
		pipe->opened_writers++;
	}
	pipe->refs++;
}

static void pipe_release(struct zrt_file *file)
{
	struct pipe *pipe = file->data;

	if (!pipe)
		return;
	if (file->mode & ZRT_MODE_READ)
		pipe->readers--;
	if (file->mode & ZRT_MODE_WRITE)
		pipe->writers--;
	zrt_event();
	if (--pipe->refs)
		return;
	file->inode->u.data = NULL;
	zrt_ring_free(&pipe->ring);
	zrt_free(pipe);
}

static const struct zrt_file_ops pipe_ops = {
	.read = pipe_read, .write = pipe_write, .poll = pipe_poll, .edges = pipe_edges,
	.ioctl = pipe_ioctl, .release = pipe_release,
};

/* Opening a FIFO waits for the other end, unless both are asked for. */
static int fifo_open(struct zrt_inode *inode, struct zrt_file *file)
{
	struct pipe *pipe = inode->u.data;
	uint32_t ends = file->mode & (ZRT_MODE_READ | ZRT_MODE_WRITE);
	uint64_t seen;

	if (!ends)
		return -EINVAL;
	if (!pipe) {
		pipe = pipe_new();
		if (!pipe)
			return -ENOMEM;
		inode->u.data = pipe;
	}
	if (ends == ZRT_MODE_WRITE && (file->flags & O_NONBLOCK) && !pipe->readers) {
		if (!pipe->refs) {
			inode->u.data = NULL;
			zrt_ring_free(&pipe->ring);
			zrt_free(pipe);
		}
		return -ENXIO;
	}
	file->ops = &pipe_ops;
	file->data = pipe;
	count_ends(file, pipe);
	zrt_event();
	if (ends == (ZRT_MODE_READ | ZRT_MODE_WRITE) || (file->flags & O_NONBLOCK))
		return 0;
	seen = ends == ZRT_MODE_READ ? pipe->opened_writers : pipe->opened_readers;
	while (ends == ZRT_MODE_READ ? !pipe->writers && pipe->opened_writers == seen
	                             : !pipe->readers && pipe->opened_readers == seen) {
		int error = zrt_wait(ZRT_FOREVER);

		if (error < 0)
			return error;
	}
	return 0;
}

const struct zrt_inode_ops zrt_fifo_inode_ops = {.open = fifo_open};

static const struct zrt_inode_ops pipe_inode_ops = {.open = fifo_open};

long zrt_pipe_size(struct zrt_file *file, const uint64_t *size)
{
	struct pipe *pipe = file->data;
	struct zrt_ring bigger;
	uint32_t want = ZRT_PIPE_BUF;

	if (file->ops != &pipe_ops)
		return -EBADF;
	if (!size)
		return pipe->ring.size;
	if (*size > (uint64_t)1 << 20)
		return *size > INT32_MAX ? -EINVAL : -EPERM;
	while (want < *size)
		want *= 2;
	if (want < pipe->ring.used)
		return -EBUSY;
	if (zrt_ring_init(&bigger, want) < 0)
		return -ENOMEM;
	bigger.used = zrt_ring_read(&pipe->ring, bigger.bytes, pipe->ring.used);
	zrt_ring_free(&pipe->ring);
	pipe->ring = bigger;
	zrt_event();
	return want;
}

/* One end of a new pipe, as a descriptor. */
static int install_end(struct zrt_inode *inode, struct pipe *pipe, uint32_t flags)
{
	struct zrt_file *file = zrt_file_new(inode, NULL, &pipe_ops, flags & ~(uint32_t)O_CLOEXEC);
	int fd;

	if (!file)
		return -ENOMEM;
	file->data = pipe;
	count_ends(file, pipe);
	fd = zrt_fd_install(file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		zrt_file_drop(file);
	return fd;
}

static long make_pipe(int *fds, uint32_t flags)
{
	struct zrt_inode *inode;
	struct pipe *pipe;
	int ends[2];

	if (flags & ~(uint32_t)(O_CLOEXEC | O_NONBLOCK | O_DIRECT))
		return -EINVAL;
	if (flags & O_DIRECT)
		return -EINVAL; /* packets: not kept apart here */
	if (!zrt_writable(fds, sizeof ends))
		return -EFAULT;
	inode = zrt_inode_new(&zrt_anonfs, S_IFIFO | 0600, &pipe_inode_ops);
	pipe = inode ? pipe_new() : NULL;
	if (!pipe) {
		if (inode)
			zrt_inode_drop(inode);
		return -ENOMEM;
	}
	inode->nlink = 1;
	inode->u.data = pipe;
	pipe->refs = 1; /* this function's, until both ends are there */
	ends[0] = install_end(inode, pipe, flags | O_RDONLY);
	ends[1] = ends[0] < 0 ? ends[0] : install_end(inode, pipe, flags | O_WRONLY);
	if (ends[1] < 0 && ends[0] >= 0)
		zrt_fd_close(ends[0]);
	if (--pipe->refs == 0) {
		zrt_ring_free(&pipe->ring);
		zrt_free(pipe);
	}
	zrt_inode_drop(inode);
	if (ends[1] < 0)
		return ends[1];
	memcpy(fds, ends, sizeof ends);
	return 0;
}

ZRT_SYS(pipe)
{
	return make_pipe((int *)a, 0);
}

ZRT_SYS(pipe2)
{
	return make_pipe((int *)a, (uint32_t)b);
}
