/* SPDX-License-Identifier: Apache-2.0 */
/* What is known about a file: stat, statx, access, statfs, readlink. */
#include "cred.h"
#include "fs/fd.h"
#include "fs/inode.h"
#include "fs/path.h"
#include "heap.h"
#include "linux.h"
#include "syscall.h"
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* --- stat ------------------------------------------------------------------------ */

static void fill_stat(struct zrt_inode *inode, struct stat *st)
{
	if (inode->ops->refresh)
		inode->ops->refresh(inode);
	*st = (struct stat){
		.st_dev = inode->fs->dev,
		.st_ino = inode->ino,
		.st_mode = inode->mode,
		.st_nlink = inode->nlink,
		.st_uid = inode->uid,
		.st_gid = inode->gid,
		.st_rdev = inode->rdev,
		.st_size = (int64_t)inode->size,
		.st_blksize = ZRT_PAGE,
		.st_blocks = (int64_t)zrt_inode_blocks(inode),
		.st_atim = {inode->sec[ZRT_ATIME], inode->nsec[ZRT_ATIME]},
		.st_mtim = {inode->sec[ZRT_MTIME], inode->nsec[ZRT_MTIME]},
		.st_ctim = {inode->sec[ZRT_CTIME], inode->nsec[ZRT_CTIME]},
	};
}

static long stat_path(int dirfd, const char *path, struct stat *st, unsigned walk)
{
	struct zrt_place place;
	int error = zrt_walk(dirfd, path, walk, &place);

	if (error == 0 && !zrt_writable(st, sizeof *st))
		error = -EFAULT;
	if (error == 0)
		fill_stat(place.inode, st);
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(stat)
{
	return stat_path(AT_FDCWD, (const char *)a, (struct stat *)b, ZRT_WALK_FOLLOW);
}

ZRT_SYS(lstat)
{
	return stat_path(AT_FDCWD, (const char *)a, (struct stat *)b, 0);
}

static long stat_fd(int fd, struct stat *st)
{
	struct zrt_file *file = zrt_fd_fast(fd);

	if (!file)
		return -EBADF;
	if (!zrt_writable(st, sizeof *st))
		return -EFAULT;
	fill_stat(file->inode, st);
	return 0;
}

ZRT_SYS(fstat)
{
	return stat_fd((int)a, (struct stat *)b);
}

/* AT_* flags to ZRT_WALK_*. */
static unsigned walk_flags(int flags)
{
	unsigned walk = flags & AT_SYMLINK_NOFOLLOW ? 0 : ZRT_WALK_FOLLOW;

	return flags & AT_EMPTY_PATH ? walk | ZRT_WALK_EMPTY : walk;
}

/* With AT_EMPTY_PATH a null path is as good as an empty one. */
static const char *path_or_empty(const char *path, int flags)
{
	return !path && (flags & AT_EMPTY_PATH) ? "" : path;
}

ZRT_SYS(newfstatat)
{
	int flags = (int)d;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | K_AT_STATX_SYNC_TYPE))
		return -EINVAL;
	return stat_path((int)a, path_or_empty((const char *)b, flags), (struct stat *)c, walk_flags(flags));
}

static struct k_statx_time statx_time(const struct zrt_inode *inode, enum zrt_time_of which)
{
	return (struct k_statx_time){.sec = inode->sec[which], .nsec = inode->nsec[which]};
}

static void fill_statx(struct zrt_inode *inode, struct k_statx *st)
{
	if (inode->ops->refresh)
		inode->ops->refresh(inode);
	*st = (struct k_statx){
		.mask = K_STATX_BASIC | K_STATX_BTIME | K_STATX_MNT_ID,
		.blksize = ZRT_PAGE,
		.nlink = inode->nlink,
		.uid = inode->uid,
		.gid = inode->gid,
		.mode = (uint16_t)inode->mode,
		.ino = inode->ino,
		.size = inode->size,
		.blocks = zrt_inode_blocks(inode),
		.atime = statx_time(inode, ZRT_ATIME),
		.btime = statx_time(inode, ZRT_BTIME),
		.ctime = statx_time(inode, ZRT_CTIME),
		.mtime = statx_time(inode, ZRT_MTIME),
		.rdev_major = (uint32_t)major(inode->rdev),
		.rdev_minor = (uint32_t)minor(inode->rdev),
		.dev_major = (uint32_t)major(inode->fs->dev),
		.dev_minor = (uint32_t)minor(inode->fs->dev),
		.mnt_id = minor(inode->fs->dev),
	};
}

ZRT_SYS(statx)
{
	struct k_statx *st = (struct k_statx *)e;
	struct zrt_place place;
	int flags = (int)c, error;

	if (((uint32_t)d & K_STATX_RESERVED) || (flags & K_AT_STATX_SYNC_TYPE) == K_AT_STATX_SYNC_TYPE)
		return -EINVAL;
	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | K_AT_STATX_SYNC_TYPE))
		return -EINVAL;
	error = zrt_walk((int)a, path_or_empty((const char *)b, flags), walk_flags(flags), &place);
	if (error == 0 && !zrt_writable(st, sizeof *st))
		error = -EFAULT;
	if (error == 0)
		fill_statx(place.inode, st);
	zrt_place_done(&place);
	return error;
}

/* --- access ------------------------------------------------------------------------- */

static long check_access(int dirfd, const char *path, unsigned mode, int flags)
{
	uint32_t fsuid = zrt_cred.fsuid, fsgid = zrt_cred.fsgid;
	struct zrt_place place;
	int error;

	if (mode & ~7u)
		return -EINVAL;
	if (flags & ~(K_AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	/* access(2) asks for the real user, also on the way there. */
	if (!(flags & K_AT_EACCESS)) {
		zrt_cred.fsuid = zrt_cred.uid;
		zrt_cred.fsgid = zrt_cred.gid;
	}
	error = zrt_walk(dirfd, path_or_empty(path, flags), walk_flags(flags), &place);
	if (error == 0 && mode) {
		if ((mode & ZRT_MAY_WRITE) && (place.inode->fs->flags & ZRT_FS_READONLY) &&
		    (S_ISREG(place.inode->mode) || zrt_is_dir(place.inode)))
			error = -EROFS;
		else
			error = zrt_permission(place.inode, mode);
	}
	zrt_cred.fsuid = fsuid;
	zrt_cred.fsgid = fsgid;
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(access)
{
	return check_access(AT_FDCWD, (const char *)a, (unsigned)b, 0);
}

ZRT_SYS(faccessat)
{
	return check_access((int)a, (const char *)b, (unsigned)c, 0);
}

ZRT_SYS(faccessat2)
{
	return check_access((int)a, (const char *)b, (unsigned)c, (int)d);
}

/* --- statfs ---------------------------------------------------------------------------- */

static int fill_statfs(const struct zrt_inode *inode, struct statfs *out)
{
	struct zrt_heap_stats heap = zrt_heap_stats();

	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	memset(out, 0, sizeof *out);
	out->f_type = inode->fs->magic;
	out->f_bsize = out->f_frsize = ZRT_PAGE;
	out->f_namelen = K_NAME_MAX;
	out->f_flags = 0x20 | (inode->fs->flags & ZRT_FS_READONLY ? 1 : 0); /* ST_VALID, ST_RDONLY */
	memcpy(&out->f_fsid, &inode->fs->dev, sizeof inode->fs->dev);
	if (inode->fs == &zrt_rootfs || inode->fs == &zrt_shmfs) {
		out->f_blocks = heap.total;
		out->f_bfree = out->f_bavail = heap.free;
		/* An inode and its name take about 300 bytes. */
		out->f_files = heap.total * (ZRT_PAGE / 256);
		out->f_ffree = heap.free * (ZRT_PAGE / 256);
	}
	return 0;
}

ZRT_SYS(statfs)
{
	struct zrt_place place;
	int error = zrt_walk(AT_FDCWD, (const char *)a, ZRT_WALK_FOLLOW, &place);

	if (error == 0)
		error = fill_statfs(place.inode, (struct statfs *)b);
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(fstatfs)
{
	const struct zrt_file *file = zrt_fd_fast((int)a);

	return file ? fill_statfs(file->inode, (struct statfs *)b) : -EBADF;
}

/* --- readlink ------------------------------------------------------------------------------ */

static long read_link(int dirfd, const char *path, char *buffer, int size)
{
	struct zrt_place place;
	long length;

	if (size <= 0)
		return -EINVAL;
	length = zrt_walk(dirfd, path, ZRT_WALK_EMPTY, &place);
	if (length == 0 && !S_ISLNK(place.inode->mode))
		length = *path ? -EINVAL : -ENOENT;
	if (length == 0 && !zrt_writable(buffer, (size_t)size))
		length = -EFAULT;
	if (length == 0) {
		struct zrt_inode *link = place.inode;

		if (link->ops->readlink) {
			length = link->ops->readlink(link, buffer, (size_t)size);
		} else {
			length = link->size < (uint64_t)size ? (long)link->size : size;
			memcpy(buffer, link->u.target, (size_t)length);
		}
		zrt_inode_accessed(link);
	}
	zrt_place_done(&place);
	return length;
}

ZRT_SYS(readlink)
{
	const char *path = (const char *)a;

	if (c > 0 && zrt_readable(path, 1) && !*path)
		return -ENOENT;
	return read_link(AT_FDCWD, path, (char *)b, (int)c);
}

ZRT_SYS(readlinkat)
{
	return read_link((int)a, (const char *)b, (char *)c, (int)d);
}
