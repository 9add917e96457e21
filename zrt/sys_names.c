/* SPDX-License-Identifier: Apache-2.0 */
/* Making, linking, removing and renaming: mkdir, mknod, link, symlink, unlink, rmdir, rename. */
#include "fs/memfs.h"
#include "fs/tree.h"
#include "heap.h"
#include "linux.h"
#include "syscall.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Gives a new inode its name, or lets it go. */
static int add_new(struct zrt_place *place, uint32_t mode, uint64_t rdev, struct zrt_inode **made)
{
	struct zrt_inode *inode;
	int error = zrt_tree_may_add(place->dir);

	if (error == 0)
		error = zrt_memfs_new(place->dir, mode, rdev, &inode);
	if (error < 0)
		return error;
	if (S_ISDIR(mode))
		inode->size = 40; /* as tmpfs shows `.` and `..` */
	error = zrt_tree_add(place, inode);
	zrt_inode_drop(inode);
	if (made)
		*made = inode;
	return error;
}

static long make_dir(int dirfd, const char *path, uint32_t mode)
{
	struct zrt_place place;
	int error = zrt_tree_new_name(dirfd, path, true, &place);

	if (error == 0)
		error = add_new(&place, S_IFDIR | (mode & 01777), 0, NULL);
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(mkdir)
{
	return make_dir(AT_FDCWD, (const char *)a, (uint32_t)b);
}

ZRT_SYS(mkdirat)
{
	return make_dir((int)a, (const char *)b, (uint32_t)c);
}

static long make_node(int dirfd, const char *path, uint32_t mode, uint64_t dev)
{
	uint32_t type = mode & S_IFMT;
	struct zrt_place place;
	int error;

	switch (type) {
	case 0:
		type = S_IFREG;
		break;
	case S_IFDIR:
		return -EPERM;
	case S_IFREG:
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		break;
	default:
		return -EINVAL;
	}
	error = zrt_tree_new_name(dirfd, path, false, &place);
	if (error == 0)
		error = zrt_tree_may_add(place.dir);
	/* Device 0, 0 is a whiteout, which anybody may make. */
	if (error == 0 && (type == S_IFBLK || (type == S_IFCHR && dev)) && !zrt_privileged())
		error = -EPERM;
	if (error == 0)
		error = add_new(&place, type | (mode & 07777), dev, NULL);
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(mknod)
{
	return make_node(AT_FDCWD, (const char *)a, (uint32_t)b, (uint64_t)c);
}

ZRT_SYS(mknodat)
{
	return make_node((int)a, (const char *)b, (uint32_t)c, (uint64_t)d);
}

static long make_symlink(const char *target, int dirfd, const char *path)
{
	struct zrt_place place;
	struct zrt_inode *inode;
	char *text;
	size_t length;
	int error = zrt_path_check(target, false);

	if (error < 0)
		return error;
	length = strlen(target);
	error = zrt_tree_new_name(dirfd, path, false, &place);
	if (error == 0) {
		text = zrt_alloc(length + 1);
		error = text ? 0 : -ENOMEM;
	}
	if (error == 0) {
		memcpy(text, target, length + 1);
		error = add_new(&place, S_IFLNK | 0777, 0, &inode);
		if (error == 0) {
			inode->u.target = text;
			inode->size = length;
		} else {
			zrt_free(text);
		}
	}
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(symlink)
{
	return make_symlink((const char *)a, AT_FDCWD, (const char *)b);
}

ZRT_SYS(symlinkat)
{
	return make_symlink((const char *)a, (int)b, (const char *)c);
}

static int add_link(struct zrt_place *place, struct zrt_inode *inode)
{
	int error;

	if (inode->fs != place->dir->fs)
		return -EXDEV;
	error = zrt_tree_may_add(place->dir);
	if (error < 0)
		return error;
	if (zrt_is_dir(inode))
		return -EPERM;
	if (inode->nlink == 0 && !(inode->flags & ZRT_INODE_LINKABLE))
		return -ENOENT;
	error = zrt_tree_add(place, inode);
	if (error == 0) {
		inode->flags &= ~ZRT_INODE_LINKABLE;
		zrt_inode_touch(inode, ZRT_TOUCH_C);
	}
	return error;
}

static long make_link(int from_fd, const char *from, int to_fd, const char *to, int flags)
{
	struct zrt_place source, place;
	unsigned walk = 0;
	int error;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_SYMLINK_FOLLOW)
		walk |= ZRT_WALK_FOLLOW;
	if (flags & AT_EMPTY_PATH)
		walk |= ZRT_WALK_EMPTY;
	error = zrt_walk(from_fd, from, walk, &source);
	if (error == 0) {
		error = zrt_tree_new_name(to_fd, to, false, &place);
		if (error == 0)
			error = add_link(&place, source.inode);
		zrt_place_done(&place);
	}
	zrt_place_done(&source);
	return error;
}

ZRT_SYS(link)
{
	return make_link(AT_FDCWD, (const char *)a, AT_FDCWD, (const char *)b, 0);
}

ZRT_SYS(linkat)
{
	return make_link((int)a, (const char *)b, (int)c, (const char *)d, (int)e);
}

static long remove_file(int dirfd, const char *path)
{
	struct zrt_place place;
	int error = zrt_walk_parent(dirfd, path, &place);

	if (error == 0 && place.type != ZRT_LAST_NAME)
		error = -EISDIR;
	if (error == 0)
		error = zrt_walk_last(&place);
	if (error == 0 && place.slashes)
		error = zrt_is_dir(place.inode) ? -EISDIR : -ENOTDIR;
	if (error == 0)
		error = zrt_tree_remove(&place, false);
	zrt_place_done(&place);
	return error;
}

static long remove_dir(int dirfd, const char *path)
{
	struct zrt_place place;
	int error = zrt_walk_parent(dirfd, path, &place);

	if (error == 0) {
		switch (place.type) {
		case ZRT_LAST_DOTDOT:
			error = -ENOTEMPTY;
			break;
		case ZRT_LAST_DOT:
			error = -EINVAL;
			break;
		case ZRT_LAST_NAME:
			error = zrt_walk_last(&place);
			break;
		default:
			error = -EBUSY;
		}
	}
	if (error == 0)
		error = zrt_tree_remove(&place, true);
	zrt_place_done(&place);
	return error;
}

ZRT_SYS(unlink)
{
	return remove_file(AT_FDCWD, (const char *)a);
}

ZRT_SYS(rmdir)
{
	return remove_dir(AT_FDCWD, (const char *)a);
}

ZRT_SYS(unlinkat)
{
	if (c & ~AT_REMOVEDIR)
		return -EINVAL;
	return c ? remove_dir((int)a, (const char *)b) : remove_file((int)a, (const char *)b);
}

static long rename_path(int from_fd, const char *from, int to_fd, const char *to, unsigned flags)
{
	struct zrt_place source, place;
	int error;

	if (flags & ~(K_RENAME_NOREPLACE | K_RENAME_EXCHANGE))
		return -EINVAL;
	if ((flags & K_RENAME_NOREPLACE) && (flags & K_RENAME_EXCHANGE))
		return -EINVAL;
	error = zrt_walk_parent(from_fd, from, &source);
	if (error == 0) {
		error = zrt_walk_parent(to_fd, to, &place);
		if (error == 0)
			error = zrt_tree_rename(&source, &place, flags);
		zrt_place_done(&place);
	}
	zrt_place_done(&source);
	return error;
}

ZRT_SYS(rename)
{
	return rename_path(AT_FDCWD, (const char *)a, AT_FDCWD, (const char *)b, 0);
}

ZRT_SYS(renameat)
{
	return rename_path((int)a, (const char *)b, (int)c, (const char *)d, 0);
}

ZRT_SYS(renameat2)
{
	return rename_path((int)a, (const char *)b, (int)c, (const char *)d, (unsigned)e);
}
