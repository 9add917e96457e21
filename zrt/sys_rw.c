/* SPDX-License-Identifier: Apache-2.0 */
/* read, write and their family, lseek. */
#include "fs/fd.h"
#include "fs/inode.h"
#include "fs/poll.h"
#include "linux.h"
#include "signals.h"
#include "syscall.h"
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

/* One transfer: a stream may wait, and its description must outlive that. */
static int64_t transfer(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos, bool writing)
{
	int64_t count;
	bool stream = !(file->mode & ZRT_MODE_SEEK);

	if (writing ? !file->ops->write : !file->ops->read)
		return -EINVAL;
	if (stream)
		zrt_file_hold(file);
	count = writing ? file->ops->write(file, buffer, size, pos) : file->ops->read(file, buffer, size, pos);
	if (stream) {
		zrt_file_drop(file);
		if (count == -EPIPE)
			zrt_signals_run();
	}
	if (count == -EFBIG)
		zrt_signals_run();
	return count;
}

/* An offset after the transfer must be one, too. */
static bool good_span(const struct zrt_file *file, uint64_t pos, size_t size)
{
	return (int64_t)size >= 0 && (!(file->mode & ZRT_MODE_SEEK) || (int64_t)(pos + size) >= 0);
}

static bool good_buffer(const void *buffer, size_t size, bool writing)
{
	return writing ? zrt_readable(buffer, size) : zrt_writable(buffer, size);
}

static int64_t one(int fd, void *buffer, size_t size, bool writing)
{
	int error;
	struct zrt_file *file = zrt_fd_for(fd, writing ? ZRT_MODE_WRITE : ZRT_MODE_READ, &error);

	if (!file)
		return error;
	if (!good_buffer(buffer, size, writing))
		return -EFAULT;
	if (!good_span(file, file->offset, size))
		return -EINVAL;
	return transfer(file, buffer, size > K_RW_MAX ? K_RW_MAX : size, &file->offset, writing);
}

ZRT_SYS(read)
{
	return one((int)a, (void *)b, (size_t)c, false);
}

ZRT_SYS(write)
{
	return one((int)a, (void *)b, (size_t)c, true);
}

static int64_t one_at(int fd, void *buffer, size_t size, int64_t offset, bool writing)
{
	struct zrt_file *file = zrt_fd_fast(fd);
	uint64_t pos = (uint64_t)offset;

	if (offset < 0)
		return -EINVAL;
	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	if (!(file->mode & ZRT_MODE_SEEK))
		return -ESPIPE;
	if (!(file->mode & (writing ? ZRT_MODE_WRITE : ZRT_MODE_READ)))
		return -EBADF;
	if (!good_buffer(buffer, size, writing))
		return -EFAULT;
	if (!good_span(file, pos, size))
		return -EINVAL;
	return transfer(file, buffer, size > K_RW_MAX ? K_RW_MAX : size, &pos, writing);
}

ZRT_SYS(pread64)
{
	return one_at((int)a, (void *)b, (size_t)c, d, false);
}

ZRT_SYS(pwrite64)
{
	return one_at((int)a, (void *)b, (size_t)c, d, true);
}

/* Checks a vector: total bytes, or -EINVAL, -EFAULT. */
static int64_t vector_size(const struct iovec *vector, int64_t count, bool writing)
{
	uint64_t total = 0;

	if (count < 0 || count > K_IOV_MAX)
		return -EINVAL;
	if (!zrt_readable(vector, (size_t)count * sizeof *vector))
		return -EFAULT;
	for (int64_t i = 0; i < count; i++) {
		if ((int64_t)vector[i].iov_len < 0)
			return -EINVAL;
		if (!good_buffer(vector[i].iov_base, vector[i].iov_len, writing))
			return -EFAULT;
		total += vector[i].iov_len;
		if (total > K_RW_MAX)
			total = K_RW_MAX;
	}
	return (int64_t)total;
}

static int64_t many(struct zrt_file *file, const struct iovec *vector, int64_t count, uint64_t *pos,
                    bool writing)
{
	int64_t left = vector_size(vector, count, writing), done = 0;

	if (left < 0)
		return left;
	if (!good_span(file, *pos, (size_t)left) || (writing ? !file->ops->write : !file->ops->read))
		return -EINVAL;
	for (int64_t i = 0; i < count && (left || !done); i++) {
		size_t size = vector[i].iov_len;
		int64_t n;

		if (size == 0)
			continue;
		if ((uint64_t)left < size)
			size = (size_t)left;
		/* A stream that gave something does not wait for more. */
		if (done && !writing && !(file->mode & ZRT_MODE_SEEK) && !(zrt_file_ready(file) & ZRT_POLLIN))
			break;
		n = transfer(file, vector[i].iov_base, size, pos, writing);
		if (n < 0)
			return done ? done : n;
		done += n;
		left -= n;
		if ((size_t)n < size)
			break;
	}
	if (!done && !left && count && !writing && S_ISDIR(file->inode->mode))
		return -EISDIR;
	return done;
}

static int64_t vector_here(int fd, const struct iovec *vector, int64_t count, bool writing)
{
	int error;
	int64_t result;
	struct zrt_file *file = zrt_fd_for(fd, writing ? ZRT_MODE_WRITE : ZRT_MODE_READ, &error);

	if (!file)
		return error;
	zrt_file_hold(file);
	result = many(file, vector, count, &file->offset, writing);
	zrt_file_drop(file);
	return result;
}

static int64_t vector_at(int fd, const struct iovec *vector, int64_t count, int64_t offset, bool writing)
{
	struct zrt_file *file = zrt_fd_fast(fd);
	uint64_t pos = (uint64_t)offset;

	if (offset < 0)
		return -EINVAL;
	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	if (!(file->mode & ZRT_MODE_SEEK))
		return -ESPIPE;
	if (!(file->mode & (writing ? ZRT_MODE_WRITE : ZRT_MODE_READ)))
		return -EBADF;
	return many(file, vector, count, &pos, writing);
}

ZRT_SYS(readv)
{
	return vector_here((int)a, (const struct iovec *)b, c, false);
}

ZRT_SYS(writev)
{
	return vector_here((int)a, (const struct iovec *)b, c, true);
}

ZRT_SYS(preadv)
{
	return vector_at((int)a, (const struct iovec *)b, c, d, false);
}

ZRT_SYS(pwritev)
{
	return vector_at((int)a, (const struct iovec *)b, c, d, true);
}

/* Flags that change nothing here: everything is in memory and synchronous. */
#define RWF_HARMLESS (K_RWF_HIPRI | K_RWF_DSYNC | K_RWF_SYNC)

static int64_t vector_flags(int fd, const struct iovec *vector, int64_t count, int64_t offset,
                            unsigned flags, bool writing)
{
	struct zrt_file *file = zrt_fd_fast(fd);
	uint32_t kept;
	int64_t result;

	if (flags & ~(unsigned)(RWF_HARMLESS | K_RWF_NOWAIT | (writing ? K_RWF_APPEND : 0)))
		return -EOPNOTSUPP;
	if (!file)
		return -EBADF;
	kept = file->flags;
	if (flags & K_RWF_APPEND)
		file->flags |= O_APPEND;
	if (flags & K_RWF_NOWAIT)
		file->flags |= O_NONBLOCK;
	zrt_file_hold(file);
	result = offset == -1 ? vector_here(fd, vector, count, writing)
	                      : vector_at(fd, vector, count, offset, writing);
	if (flags & (K_RWF_APPEND | K_RWF_NOWAIT))
		file->flags = kept;
	zrt_file_drop(file);
	return result;
}

ZRT_SYS(preadv2)
{
	return vector_flags((int)a, (const struct iovec *)b, c, d, (unsigned)f, false);
}

ZRT_SYS(pwritev2)
{
	return vector_flags((int)a, (const struct iovec *)b, c, d, (unsigned)f, true);
}

ZRT_SYS(lseek)
{
	struct zrt_file *file = zrt_fd_fast((int)a);
	int64_t offset = b, base = 0;
	int whence = (int)c;

	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	if (whence < SEEK_SET || whence > K_SEEK_HOLE)
		return -EINVAL;
	/* Event descriptors and the like have no offset, and take any for good. */
	if (!(file->mode & ZRT_MODE_SEEK))
		return file->ops->seek ? file->ops->seek(file, offset, whence) : -ESPIPE;
	if (whence == K_SEEK_DATA || whence == K_SEEK_HOLE) {
		if (!S_ISREG(file->inode->mode) || !file->ops->seek)
			return -EINVAL;
		offset = file->ops->seek(file, offset, whence);
		if (offset >= 0)
			file->offset = (uint64_t)offset;
		return offset;
	}
	if (whence == SEEK_CUR)
		base = (int64_t)file->offset;
	if (whence == SEEK_END) {
		if (file->inode->ops->refresh)
			file->inode->ops->refresh(file->inode);
		base = (int64_t)file->inode->size;
		if (zrt_is_dir(file->inode))
			return -EINVAL;
	}
	if (__builtin_add_overflow(base, offset, &offset) || offset < 0)
		return -EINVAL;
	if (zrt_is_dir(file->inode))
		return file->ops->seek(file, offset, whence);
	file->offset = (uint64_t)offset;
	return offset;
}

int64_t zrt_seek_nowhere(struct zrt_file *file, int64_t offset, int whence)
{
	(void)offset;
	(void)whence;
	return (int64_t)file->offset;
}

int64_t zrt_file_read_at(struct zrt_file *file, void *buffer, size_t size, uint64_t offset)
{
	uint64_t pos = offset;
	size_t done = 0;

	if (!file->ops->read)
		return -EINVAL;
	while (done < size) {
		int64_t n = file->ops->read(file, (char *)buffer + done, size - done, &pos);

		if (n < 0)
			return done ? (int64_t)done : n;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	return (int64_t)done;
}

/* Everything is in memory: there is nothing to flush, and that is the truth. */
static long synced(int fd)
{
	const struct zrt_file *file = zrt_fd_fast(fd);

	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	return S_ISREG(file->inode->mode) || S_ISDIR(file->inode->mode) ? 0 : -EINVAL;
}

ZRT_SYS(fsync)
{
	return synced((int)a);
}

ZRT_SYS(fdatasync)
{
	return synced((int)a);
}

ZRT_SYS(syncfs)
{
	return zrt_fd_fast((int)a) ? 0 : -EBADF;
}

ZRT_SYS(sync)
{
	return 0;
}
