/* SPDX-License-Identifier: Apache-2.0 */
/* Regular files that the loader opened by their path, or seekable ones it inherited. */
#include "channel.h"
#include "hostcall.h"
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int64_t file_read(struct channel *c, void *buffer, size_t size, int64_t offset)
{
	return hostcall(SYS_pread64, c->fd, buffer, size, offset);
}

static int64_t file_write(struct channel *c, const void *buffer, size_t size, int64_t offset)
{
	return hostcall(SYS_pwrite64, c->fd, buffer, size, offset);
}

bool channels_preallocate;

/* Blocks up to the last byte that the quota allows; the file's size stays. */
void channel_file_reserve(const struct channel *c)
{
	if (channels_preallocate && c->own && c->writes &&
	    fallocate(c->fd, FALLOC_FL_KEEP_SIZE, 0, c->put_end))
		refuse_errno(SESSION_CHANNEL, "line %u, channel %s: cannot reserve %lld bytes for %s", c->line,
		             c->alias, (long long)c->put_end, c->uri);
}

static void file_start(struct channel *c)
{
	if (!c->empty_first)
		return;
	if (ftruncate(c->fd, 0))
		refuse_errno(SESSION_CHANNEL, "channel %s: cannot empty %s", c->alias, c->uri);
	c->size = 0;
	channel_file_reserve(c);
}

/* A failed write may have left bytes behind the last one that was counted. */
static int file_finish(struct channel *c)
{
	if (c->own && c->writes && ftruncate(c->fd, c->size))
		return -errno;
	return 0;
}

const struct channel_kind channel_file = {
	.read = file_read, .write = file_write, .start = file_start, .finish = file_finish,
};
