/* SPDX-License-Identifier: Apache-2.0 */
/* Changing what is known about a file: chmod, chown, times, length, umask. */
#include "cred.h"
#include "fs/fd.h"
#include "fs/inode.h"
#include "fs/memfs.h"
#include "fs/path.h"
#include "linux.h"
#include "signals.h"
#include "syscall.h"
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <utime.h>

static int writable_fs(const struct zrt_inode *inode)
{
	return inode->fs->flags & ZRT_FS_READONLY ? -EROFS : 0;
}

/* --- mode ---------------------------------------------------------------------------- */

static long set_mode(struct zrt_inode *inode, uint32_t mode)
{
	int error = writable_fs(inode);

	if (error < 0)
		return error;
	if (!zrt_owns(inode))
		return -EPERM;
	if (S_ISLNK(inode->mode))
		return -EOPNOTSUPP;
	mode &= 07777;
	if (!zrt_in_group(inode->gid) && !zrt_privileged())
		mode &= ~(uint32_t)S_ISGID;
	inode->mode = (inode->mode & S_IFMT) | mode;
	zrt_inode_touch(inode, ZRT_TOUCH_C);
	return 0;
}

static long set_mode_path(int dirfd, const char *path, uint32_t mode, unsigned walk)
{
	struct zrt_place place;
	long error = zrt_walk(dirfd, path, walk, &place);

	if (error == 0)
		error = set_mode(place.inode, mode);
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(chmod)
{
	return set_mode_path(AT_FDCWD, (const char *)a, (uint32_t)b, ZRT_WALK_FOLLOW);
}

ZRT_SYS(fchmodat)
{
	return set_mode_path((int)a, (const char *)b, (uint32_t)c, ZRT_WALK_FOLLOW);
}

ZRT_SYS(fchmodat2)
{
	if (d & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	return set_mode_path((int)a, (const char *)b, (uint32_t)c,
	                     (d & AT_SYMLINK_NOFOLLOW ? 0 : ZRT_WALK_FOLLOW) |
	                         (d & AT_EMPTY_PATH ? ZRT_WALK_EMPTY : 0));
}

ZRT_SYS(fchmod)
{
	struct zrt_file *file = zrt_fd_fast((int)a);

	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	return set_mode(file->inode, (uint32_t)b);
}

/* --- owner ----------------------------------------------------------------------------- */

static bool may_chown(const struct zrt_inode *inode, uint32_t uid, uint32_t gid)
{
	bool owner = zrt_cred.fsuid == inode->uid;

	if (zrt_privileged())
		return true;
	if (uid != UINT32_MAX && !(owner && uid == inode->uid))
		return false;
	return gid == UINT32_MAX || (owner && (gid == inode->gid || zrt_in_group(gid)));
}

static long set_owner(struct zrt_inode *inode, uint32_t uid, uint32_t gid)
{
	int error = writable_fs(inode);
	bool strip = inode->mode & S_IXGRP || (!zrt_in_group(inode->gid) && !zrt_privileged());

	if (error < 0)
		return error;
	if (!may_chown(inode, uid, gid))
		return -EPERM;
	if (!zrt_is_dir(inode)) {
		uint32_t lost = inode->mode & (S_ISUID | (strip ? (uint32_t)S_ISGID : 0));

		/* Taking these away is a change of mode, which only the owner may make. */
		if (lost && !zrt_owns(inode))
			return -EPERM;
		inode->mode &= ~lost;
	}
	if (uid != UINT32_MAX)
		inode->uid = uid;
	if (gid != UINT32_MAX)
		inode->gid = gid;
	zrt_inode_touch(inode, ZRT_TOUCH_C);
	return 0;
}

static long set_owner_path(int dirfd, const char *path, uint32_t uid, uint32_t gid, unsigned walk)
{
	struct zrt_place place;
	long error = zrt_walk(dirfd, path, walk, &place);

	if (error == 0)
		error = set_owner(place.inode, uid, gid);
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(chown)
{
	return set_owner_path(AT_FDCWD, (const char *)a, (uint32_t)b, (uint32_t)c, ZRT_WALK_FOLLOW);
}

ZRT_SYS(lchown)
{
	return set_owner_path(AT_FDCWD, (const char *)a, (uint32_t)b, (uint32_t)c, 0);
}

ZRT_SYS(fchownat)
{
	if (e & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	return set_owner_path((int)a, (const char *)b, (uint32_t)c, (uint32_t)d,
	                      (e & AT_SYMLINK_NOFOLLOW ? 0 : ZRT_WALK_FOLLOW) |
	                          (e & AT_EMPTY_PATH ? ZRT_WALK_EMPTY : 0));
}

ZRT_SYS(fchown)
{
	struct zrt_file *file = zrt_fd_fast((int)a);

	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	return set_owner(file->inode, (uint32_t)b, (uint32_t)c);
}

ZRT_SYS(umask)
{
	uint32_t old = zrt_umask;

	zrt_umask = (uint32_t)a & 0777;
	return old;
}

/* --- times --------------------------------------------------------------------------------- */

static bool good_nsec(long nsec)
{
	return nsec == UTIME_NOW || nsec == UTIME_OMIT || (nsec >= 0 && nsec < 1000000000);
}

/* Times to set: access and modification, each a time, UTIME_NOW or UTIME_OMIT. */
static long set_times(struct zrt_inode *inode, const struct timespec times[2])
{
	bool now = times[0].tv_nsec == UTIME_NOW && times[1].tv_nsec == UTIME_NOW;
	int error = writable_fs(inode);

	if (!good_nsec(times[0].tv_nsec) || !good_nsec(times[1].tv_nsec))
		return -EINVAL;
	if (error < 0)
		return error;
	if (!zrt_owns(inode)) {
		/* Who may write may set the times to now. */
		if (!now)
			return -EPERM;
		error = zrt_permission(inode, ZRT_MAY_WRITE);
		if (error < 0)
			return error;
	}
	for (int i = 0; i < 2; i++) {
		enum zrt_time_of which = i ? ZRT_MTIME : ZRT_ATIME;

		if (times[i].tv_nsec == UTIME_NOW)
			zrt_inode_touch(inode, 1u << which);
		else if (times[i].tv_nsec != UTIME_OMIT)
			zrt_inode_set_time(inode, which, times[i].tv_sec, (uint32_t)times[i].tv_nsec);
	}
	zrt_inode_touch(inode, ZRT_TOUCH_C);
	return 0;
}

static long set_times_at(int dirfd, const char *path, const struct timespec *given, int flags)
{
	struct timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
	struct zrt_place place;
	struct zrt_file *file;
	long error;

	if (given) {
		times[0] = given[0];
		times[1] = given[1];
	}
	if (times[0].tv_nsec == UTIME_OMIT && times[1].tv_nsec == UTIME_OMIT)
		return 0;
	if (!path && dirfd != AT_FDCWD) {
		if (flags)
			return -EINVAL;
		file = zrt_fd_fast(dirfd);
		if (!file || (file->mode & ZRT_MODE_PATH))
			return -EBADF;
		return set_times(file->inode, times);
	}
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	error = zrt_walk(dirfd, path,
	                 (flags & AT_SYMLINK_NOFOLLOW ? 0 : ZRT_WALK_FOLLOW) |
	                     (flags & AT_EMPTY_PATH ? ZRT_WALK_EMPTY : 0),
	                 &place);
	if (error == 0)
		error = set_times(place.inode, times);
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(utimensat)
{
	const struct timespec *times = (const struct timespec *)c;

	if (times && !zrt_readable(times, 2 * sizeof *times))
		return -EFAULT;
	return set_times_at((int)a, (const char *)b, times, (int)d);
}

static long set_micro(int dirfd, const char *path, const struct timeval *given)
{
	struct timespec times[2];

	if (!given)
		return set_times_at(dirfd, path, NULL, 0);
	if (!zrt_readable(given, 2 * sizeof *given))
		return -EFAULT;
	for (int i = 0; i < 2; i++) {
		if (given[i].tv_usec < 0 || given[i].tv_usec >= 1000000)
			return -EINVAL;
		times[i].tv_sec = given[i].tv_sec;
		times[i].tv_nsec = given[i].tv_usec * 1000;
	}
	return set_times_at(dirfd, path, times, 0);
}

ZRT_SYS(futimesat)
{
	return set_micro((int)a, (const char *)b, (const struct timeval *)c);
}

ZRT_SYS(utimes)
{
	return set_micro(AT_FDCWD, (const char *)a, (const struct timeval *)b);
}

ZRT_SYS(utime)
{
	const struct utimbuf *given = (const struct utimbuf *)b;
	struct timespec times[2];

	if (!given)
		return set_times_at(AT_FDCWD, (const char *)a, NULL, 0);
	if (!zrt_readable(given, sizeof *given))
		return -EFAULT;
	times[0] = (struct timespec){given->actime, 0};
	times[1] = (struct timespec){given->modtime, 0};
	return set_times_at(AT_FDCWD, (const char *)a, times, 0);
}

/* --- length ----------------------------------------------------------------------------------- */

/* By its path a file that keeps its length keeps its times, too: so it is on tmpfs. */
static long set_length(struct zrt_inode *inode, uint64_t size, bool by_path)
{
	uint32_t seals = inode->flags >> ZRT_INODE_SEALS_SHIFT;
	bool same = by_path && size == inode->size;
	int error;

	if ((size < inode->size && (seals & K_F_SEAL_SHRINK)) ||
	    (size > inode->size && (seals & K_F_SEAL_GROW)))
		return -EPERM;
	if (!inode->ops->truncate)
		return -EINVAL;
	error = inode->ops->truncate(inode, size);
	if (error == 0) {
		zrt_inode_strip(inode);
		if (!same)
			zrt_inode_touch(inode, ZRT_TOUCH_MC);
	}
	return error;
}

/* A length beyond RLIMIT_FSIZE has sent a signal. */
static long after_length(long error)
{
	if (error == -EFBIG)
		zrt_signals_run();
	return error;
}

ZRT_SYS(truncate)
{
	struct zrt_place place;
	long error;

	if (b < 0)
		return -EINVAL;
	error = zrt_walk(AT_FDCWD, (const char *)a, ZRT_WALK_FOLLOW, &place);
	if (error == 0) {
		struct zrt_inode *inode = place.inode;

		if (zrt_is_dir(inode))
			error = -EISDIR;
		else if (!S_ISREG(inode->mode))
			error = -EINVAL;
		else if ((error = zrt_permission(inode, ZRT_MAY_WRITE)) == 0)
			error = set_length(inode, (uint64_t)b, true);
	}
	zrt_place_done(&place);
	return after_length(error);
}

ZRT_SYS(ftruncate)
{
	struct zrt_file *file = zrt_fd_fast((int)a);

	if (b < 0)
		return -EINVAL;
	if (!file || (file->mode & ZRT_MODE_PATH))
		return -EBADF;
	if (!S_ISREG(file->inode->mode) || !(file->mode & ZRT_MODE_WRITE))
		return -EINVAL;
	return after_length(set_length(file->inode, (uint64_t)b, false));
}
