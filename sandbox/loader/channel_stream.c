/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever has no positions: pipes, FIFOs, sockets, terminals, other devices. */
#include "channel.h"
#include "hostcall.h"

#include <errno.h>
#include <poll.h>
#include <sys/syscall.h>

/* The descriptor may be non-blocking: others share it, so it is left as it is. */
static int64_t wait_for(struct channel *c, short events)
{
	struct pollfd p = {.fd = c->fd, .events = events};
	int64_t n = hostcall(SYS_poll, (int64_t)(intptr_t)&p, (void *)1, (uint64_t)-1, 0);

	return n < 0 ? n : 0;
}

static int64_t stream_read(struct channel *c, void *buffer, size_t size, int64_t offset)
{
	(void)offset;
	for (;;) {
		int64_t n = hostcall(SYS_read, c->fd, buffer, size, 0);

		if (n != -EAGAIN)
			return n;
		n = wait_for(c, POLLIN);
		if (n < 0)
			return n;
	}
}

static int64_t stream_write(struct channel *c, const void *buffer, size_t size, int64_t offset)
{
	(void)offset;
	for (;;) {
		int64_t n = hostcall(SYS_write, c->fd, buffer, size, 0);

		if (n != -EAGAIN)
			return n;
		n = wait_for(c, POLLOUT);
		if (n < 0)
			return n;
	}
}

/* Who waits for a log's next line must get it when it comes, not with the next 4096 bytes. */
static bool stream_pause(const struct channel *c)
{
	(void)c;
	return true;
}

const struct channel_kind channel_stream = {
	.read = stream_read, .write = stream_write, .pause = stream_pause,
};

const struct channel_kind channel_terminal = {
	.read = stream_read, .write = stream_write, .pause = stream_pause, .goes_on = true,
};

static int64_t null_read(struct channel *c, void *buffer, size_t size, int64_t offset)
{
	(void)c, (void)buffer, (void)size, (void)offset;
	return 0;
}

static int64_t null_write(struct channel *c, const void *buffer, size_t size, int64_t offset)
{
	(void)c, (void)buffer, (void)offset;
	return (int64_t)size;
}

const struct channel_kind channel_null = {.read = null_read, .write = null_write};
