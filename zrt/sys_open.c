/* SPDX-License-Identifier: Apache-2.0 */
/* open, openat, openat2, creat, close, close_range. */
#include "fs/fd.h"
#include "fs/open.h"
#include "linux.h"
#include "syscall.h"
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define KNOWN                                                                                       \
	(O_ACCMODE_BITS | O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_APPEND | O_NONBLOCK | O_SYNC |  \
	 O_ASYNC | O_DIRECT | K_O_LARGEFILE | O_DIRECTORY | O_NOFOLLOW | O_NOATIME | O_CLOEXEC |    \
	 O_PATH | K_O_TMPFILE_BIT)
#define O_ACCMODE_BITS 3
#define WITH_PATH (O_DIRECTORY | O_NOFOLLOW | O_PATH | O_CLOEXEC)

static long open_fd(int dirfd, const char *path, uint32_t flags, uint32_t mode, uint32_t resolve)
{
	struct zrt_file *file;
	int error, fd;

	if (flags & O_PATH)
		flags &= WITH_PATH;
	if (flags & K_O_TMPFILE_BIT) {
		if ((flags & (O_CREAT | O_DIRECTORY)) != O_DIRECTORY || !(flags & O_ACCMODE_BITS))
			return -EINVAL;
	} else if ((flags & (O_CREAT | O_DIRECTORY)) == (O_CREAT | O_DIRECTORY)) {
		return -EINVAL;
	}
	error = zrt_open(dirfd, path, flags, mode & 07777, resolve, &file);
	if (error < 0)
		return error;
	fd = zrt_fd_install(file, 0, flags & O_CLOEXEC);
	if (fd < 0)
		zrt_file_drop(file);
	return fd;
}

ZRT_SYS(open)
{
	return open_fd(AT_FDCWD, (const char *)a, ((uint32_t)b & KNOWN) | K_O_LARGEFILE, (uint32_t)c, 0);
}

ZRT_SYS(openat)
{
	return open_fd((int)a, (const char *)b, ((uint32_t)c & KNOWN) | K_O_LARGEFILE, (uint32_t)d, 0);
}

ZRT_SYS(creat)
{
	return open_fd(AT_FDCWD, (const char *)a, O_CREAT | O_WRONLY | O_TRUNC | K_O_LARGEFILE, (uint32_t)b, 0);
}

/* Unlike open, openat2 refuses what it does not know. */
ZRT_SYS(openat2)
{
	struct k_open_how how;
	const unsigned char *extra = (const unsigned char *)c + sizeof how;
	size_t size = (size_t)d;

	if (size < sizeof how)
		return -EINVAL;
	if (size > K_PATH_MAX)
		return -E2BIG;
	if (!zrt_readable((const void *)c, size))
		return -EFAULT;
	memcpy(&how, (const void *)c, sizeof how);
	for (size_t i = 0; i < size - sizeof how; i++) {
		if (extra[i])
			return -E2BIG;
	}
	if ((how.flags & ~(uint64_t)KNOWN) || (how.resolve & ~0x3FULL))
		return -EINVAL;
	if ((how.resolve & K_RESOLVE_BENEATH) && (how.resolve & K_RESOLVE_IN_ROOT))
		return -EINVAL;
	if (how.flags & (O_CREAT | K_O_TMPFILE_BIT) ? how.mode & ~07777ULL : how.mode)
		return -EINVAL;
	if ((how.flags & O_PATH) && (how.flags & ~(uint64_t)WITH_PATH))
		return -EINVAL;
	if ((how.resolve & K_RESOLVE_CACHED) && (how.flags & (O_TRUNC | O_CREAT | K_O_TMPFILE_BIT)))
		return -EAGAIN;
	if (!(how.flags & O_PATH))
		how.flags |= K_O_LARGEFILE;
	return open_fd((int)a, (const char *)b, (uint32_t)how.flags, (uint32_t)how.mode, (uint32_t)how.resolve);
}

ZRT_SYS(close)
{
	return zrt_fd_close((int)a);
}

#define CLOSE_RANGE_UNSHARE 2u
#define CLOSE_RANGE_CLOEXEC 4u

ZRT_SYS(close_range)
{
	uint32_t first = (uint32_t)a, last = (uint32_t)b, flags = (uint32_t)c;

	if ((flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) || first > last)
		return -EINVAL;
	for (uint32_t fd = first; fd <= last && fd < zrt_fd_count; fd++) {
		if (flags & CLOSE_RANGE_CLOEXEC)
			zrt_fds[fd].cloexec |= zrt_fds[fd].file != NULL;
		else
			zrt_fd_close((int)fd);
	}
	return 0;
}
