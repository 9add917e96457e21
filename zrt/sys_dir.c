/* SPDX-License-Identifier: Apache-2.0 */
/* Directories: listing, the current one. */
#include "fs/fd.h"
#include "fs/getdents.h"
#include "fs/inode.h"
#include "fs/path.h"
#include "linux.h"
#include "syscall.h"
#include "user.h"

#include <errno.h>
#include <fcntl.h>

static struct zrt_file *open_dir(int fd, int *error)
{
	struct zrt_file *file = zrt_fd_for(fd, ZRT_MODE_READ, error);

	if (file && (!zrt_is_dir(file->inode) || !(file->mode & ZRT_MODE_SEEK))) {
		*error = -ENOTDIR;
		return NULL;
	}
	return file;
}

ZRT_SYS(getdents64)
{
	int error;
	struct zrt_file *file = open_dir((int)a, &error);
	uint32_t size = (uint32_t)c;

	if (!file)
		return error;
	if (!zrt_writable((void *)b, size))
		return -EFAULT;
	return zrt_list(file, (void *)b, size > INT32_MAX ? INT32_MAX : size);
}

static long change_dir(struct zrt_inode *dir)
{
	int error = zrt_permission(dir, ZRT_MAY_EXEC);

	if (error < 0)
		return error;
	zrt_inode_hold(dir);
	zrt_inode_drop(zrt_cwd);
	zrt_cwd = dir;
	return 0;
}

ZRT_SYS(chdir)
{
	struct zrt_place place;
	long error = zrt_walk(AT_FDCWD, (const char *)a, ZRT_WALK_FOLLOW | ZRT_WALK_DIRECTORY, &place);

	if (error == 0)
		error = change_dir(place.inode);
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(fchdir)
{
	struct zrt_file *file = zrt_fd_fast((int)a);

	if (!file)
		return -EBADF;
	return zrt_is_dir(file->inode) ? change_dir(file->inode) : -ENOTDIR;
}

/* Returns the length with the NUL, as the system call of Linux does. */
ZRT_SYS(getcwd)
{
	char path[K_PATH_MAX];
	long length = zrt_dir_path(zrt_cwd, path, sizeof path);

	if (length < 0)
		return length == -ERANGE ? -ENAMETOOLONG : length;
	if ((uint64_t)length + 1 > (uint64_t)b)
		return -ERANGE;
	if (!zrt_writable((void *)a, (size_t)length + 1))
		return -EFAULT;
	__builtin_memcpy((void *)a, path, (size_t)length + 1);
	return length + 1;
}
