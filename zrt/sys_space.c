/* SPDX-License-Identifier: Apache-2.0 */
/* Room for files and copies between them: fallocate. */
#include "fs/fd.h"
#include "fs/inode.h"
#include "linux.h"
#include "syscall.h"

#include <errno.h>

/* Which combinations of flags exist at all, as in Linux. */
static bool good_mode(int mode)
{
	switch (mode & ~K_FALLOC_KEEP_SIZE) {
	case 0:
	case K_FALLOC_UNSHARE:
	case K_FALLOC_ZERO_RANGE:
		return true;
	case K_FALLOC_PUNCH_HOLE:
		return mode & K_FALLOC_KEEP_SIZE;
	case K_FALLOC_COLLAPSE:
	case K_FALLOC_INSERT:
		return !(mode & K_FALLOC_KEEP_SIZE);
	default:
		return false;
	}
}

ZRT_SYS(fallocate)
{
	struct zrt_file *file = zrt_fd_fast((int)a);
	int64_t offset = c, size = d, end;
	int mode = (int)b;

	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	if (offset < 0 || size <= 0)
		return -EINVAL;
	if (!good_mode(mode))
		return -EOPNOTSUPP;
	if (!(file->mode & ZRT_MODE_WRITE))
		return -EBADF;
	if (S_ISFIFO(file->inode->mode))
		return -ESPIPE;
	if (!S_ISREG(file->inode->mode))
		return -ENODEV;
	if (__builtin_add_overflow(offset, size, &end))
		return -EFBIG;
	return file->ops->fallocate ? file->ops->fallocate(file, mode, (uint64_t)offset, (uint64_t)size)
	                            : -EOPNOTSUPP;
}

/* --- advice: everything is in memory already --------------------------------------- */

#define FADV_LAST 5 /* POSIX_FADV_NOREUSE */

ZRT_SYS(fadvise64)
{
	const struct zrt_file *file = zrt_fd_fast((int)a);

	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	if (S_ISFIFO(file->inode->mode))
		return -ESPIPE;
	return (int)d < 0 || (int)d > FADV_LAST || c < 0 ? -EINVAL : 0;
}

ZRT_SYS(readahead)
{
	const struct zrt_file *file = zrt_fd_fast((int)a);

	if (!file || !(file->mode & ZRT_MODE_READ))
		return -EBADF;
	return S_ISREG(file->inode->mode) ? 0 : -EINVAL;
}

ZRT_SYS(sync_file_range)
{
	const struct zrt_file *file = zrt_fd_fast((int)a);

	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	if (d & ~7L || b < 0 || c < 0 || b > INT64_MAX - c)
		return -EINVAL;
	return S_ISREG(file->inode->mode) || S_ISDIR(file->inode->mode) ? 0 : -ESPIPE;
}
