/* SPDX-License-Identifier: Apache-2.0 */
/* What concerns descriptors: dup, fcntl, flock, ioctl. */
#include "fs/fd.h"
#include "fs/inode.h"
#include "fs/locks.h"
#include "fs/pipe.h"
#include "heap.h"
#include "linux.h"
#include "memory.h"
#include "syscall.h"
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>

static long dup_at_least(int fd, int64_t least, bool cloexec)
{
	struct zrt_file *file = zrt_fd_fast(fd);
	int made;

	if (!file)
		return -EBADF;
	if (least < 0 || least >= zrt_fd_limit)
		return -EINVAL;
	zrt_file_hold(file);
	made = zrt_fd_install(file, (int)least, cloexec);
	if (made < 0)
		zrt_file_drop(file);
	return made;
}

static long dup_to(int from, int to, uint32_t flags)
{
	struct zrt_file *file = zrt_fd_fast(from);
	int made;

	if (!file)
		return -EBADF;
	zrt_file_hold(file);
	made = zrt_fd_place(file, to, flags & O_CLOEXEC);
	if (made < 0)
		zrt_file_drop(file);
	return made;
}

ZRT_SYS(dup)
{
	return dup_at_least((int)a, 0, false);
}

ZRT_SYS(dup2)
{
	if (a == b)
		return zrt_fd_fast((int)a) ? b : -EBADF;
	return dup_to((int)a, (int)b, 0);
}

ZRT_SYS(dup3)
{
	if ((c & ~O_CLOEXEC) || a == b)
		return -EINVAL;
	return dup_to((int)a, (int)b, (uint32_t)c);
}

/* --- seals of memfd ---------------------------------------------------------- */

#define SEALS_KNOWN \
	(K_F_SEAL_SEAL | K_F_SEAL_SHRINK | K_F_SEAL_GROW | K_F_SEAL_WRITE | K_F_SEAL_FUTURE_WRITE | K_F_SEAL_EXEC)

static long get_seals(const struct zrt_file *file)
{
	if (!S_ISREG(file->inode->mode))
		return -EINVAL;
	return file->inode->flags >> ZRT_INODE_SEALS_SHIFT;
}

static long add_seals(struct zrt_file *file, uint32_t seals)
{
	if (!(file->mode & ZRT_MODE_WRITE))
		return -EPERM;
	if ((seals & ~(uint32_t)SEALS_KNOWN) || !S_ISREG(file->inode->mode))
		return -EINVAL;
	if (get_seals(file) & K_F_SEAL_SEAL)
		return -EPERM;
	if (seals & K_F_SEAL_WRITE && zrt_memory_may_write(file->inode))
		return -EBUSY;
	file->inode->flags |= seals << ZRT_INODE_SEALS_SHIFT;
	return 0;
}

/* --- fcntl ----------------------------------------------------------------------- */

#define CHANGEABLE (O_APPEND | O_NONBLOCK | O_ASYNC | O_DIRECT | O_NOATIME)

static long set_flags(struct zrt_file *file, uint32_t flags)
{
	uint32_t change = CHANGEABLE;

	if ((flags & ~file->flags & O_NOATIME) && !zrt_owns(file->inode))
		return -EPERM;
	file->flags = (file->flags & ~change) | (flags & change);
	return 0;
}

static long owner_ex(struct zrt_file *file, bool set, uintptr_t argument)
{
	struct {
		int type, pid;
	} *owner = (void *)argument;

	if (!zrt_writable(owner, sizeof *owner))
		return -EFAULT;
	if (set) {
		if (owner->type < 0 || owner->type > 2)
			return -EINVAL;
		file->owner = (uint32_t)owner->pid;
	} else {
		owner->type = 1;
		owner->pid = (int)file->owner;
	}
	return 0;
}

/* Only these make sense for an O_PATH descriptor. */
static bool for_path(int command)
{
	return command == F_DUPFD || command == F_DUPFD_CLOEXEC || command == F_GETFD ||
	       command == F_SETFD || command == F_GETFL;
}

ZRT_SYS(fcntl)
{
	struct zrt_file *file = zrt_fd_fast((int)a);
	int command = (int)b;
	uint64_t size = (uint32_t)c;

	if (!file || ((file->mode & ZRT_MODE_PATH) && !for_path(command)))
		return -EBADF;
	switch (command) {
	case F_DUPFD:
		return dup_at_least((int)a, (int)c, false);
	case F_DUPFD_CLOEXEC:
		return dup_at_least((int)a, (int)c, true);
	case F_GETFD:
		return zrt_fds[a].cloexec ? FD_CLOEXEC : 0;
	case F_SETFD:
		zrt_fds[a].cloexec = c & FD_CLOEXEC;
		return 0;
	case F_GETFL:
		return file->flags;
	case F_SETFL:
		return set_flags(file, (uint32_t)c);
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_GETLK:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return zrt_lock_fcntl(file, command, (struct flock *)c);
	case F_GETOWN:
		return file->owner;
	case F_SETOWN:
		file->owner = (uint32_t)c;
		return 0;
	case F_GETOWN_EX:
	case F_SETOWN_EX:
		return owner_ex(file, command == F_SETOWN_EX, (uintptr_t)c);
	case F_GETPIPE_SZ:
		return zrt_pipe_size(file, NULL);
	case F_SETPIPE_SZ:
		return zrt_pipe_size(file, &size);
	case F_ADD_SEALS:
		return add_seals(file, (uint32_t)c);
	case F_GET_SEALS:
		return get_seals(file);
	default:
		/* Leases, signals and directory notes would need another process. */
		return -EINVAL;
	}
}

ZRT_SYS(flock)
{
	struct zrt_file *file = zrt_fd_fast((int)a);
	int kind = (int)b & ~LOCK_NB;

	if (kind != LOCK_SH && kind != LOCK_EX && kind != LOCK_UN)
		return -EINVAL;
	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	if (kind != LOCK_UN && !(file->mode & (ZRT_MODE_READ | ZRT_MODE_WRITE)))
		return -EBADF;
	return zrt_lock_flock(file, (int)b);
}

/* --- ioctl ------------------------------------------------------------------------ */

static long set_nonblocking(struct zrt_file *file, const int *argument)
{
	if (!zrt_readable(argument, sizeof *argument))
		return -EFAULT;
	if (*argument)
		file->flags |= O_NONBLOCK;
	else
		file->flags &= ~(uint32_t)O_NONBLOCK;
	return 0;
}

/* What is left to read in a file that has an end. */
static long readable_bytes(const struct zrt_file *file, int *argument)
{
	int64_t left = (int64_t)(file->inode->size - file->offset);

	if (!zrt_writable(argument, sizeof *argument))
		return -EFAULT;
	*argument = (int)left;
	return 0;
}

ZRT_SYS(ioctl)
{
	struct zrt_file *file = zrt_fd_fast((int)a);
	unsigned request = (unsigned)b;

	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	switch (request) {
	case FIOCLEX:
		zrt_fds[a].cloexec = true;
		return 0;
	case FIONCLEX:
		zrt_fds[a].cloexec = false;
		return 0;
	case FIONBIO:
		return set_nonblocking(file, (const int *)c);
	case FIONREAD:
		if (S_ISREG(file->inode->mode) && !file->ops->ioctl)
			return readable_bytes(file, (int *)c);
		break;
	default:
		break;
	}
	return file->ops->ioctl ? file->ops->ioctl(file, request, (uintptr_t)c) : -ENOTTY;
}
