/* SPDX-License-Identifier: Apache-2.0 */
#include "open.h"

#include "dentry.h"
#include "fd.h"
#include "inode.h"
#include "linux.h"
#include "memfs.h"
#include "tree.h"

#include <errno.h>
#include <fcntl.h>

static const struct zrt_file_ops path_ops; /* O_PATH: nothing can be done */

int zrt_open_inode(struct zrt_inode *inode, struct zrt_dentry *name, uint32_t flags,
                   struct zrt_file **opened)
{
	uint32_t kept = flags & ~(uint32_t)(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC);
	struct zrt_file *file = zrt_file_new(inode, name, &path_ops, kept);
	int error = 0;

	if (!file)
		return -ENOMEM;
	if (!(flags & O_PATH))
		error = inode->ops->open ? inode->ops->open(inode, file) : -ENXIO;
	if (error == 0 && (flags & O_DIRECT) && !(flags & O_PATH) && !S_ISREG(inode->mode))
		error = -EINVAL;
	if (error < 0) {
		zrt_file_drop(file);
		return error;
	}
	*opened = file;
	return 0;
}

static unsigned wanted(uint32_t flags)
{
	static const unsigned access[] = {ZRT_MAY_READ, ZRT_MAY_WRITE, ZRT_MAY_READ | ZRT_MAY_WRITE,
	                                  ZRT_MAY_READ | ZRT_MAY_WRITE};
	unsigned may = flags & O_PATH ? 0 : access[flags & 3];

	return flags & O_TRUNC ? may | ZRT_MAY_WRITE : may;
}

/* May this existing file be opened so? */
static int may_open(const struct zrt_inode *inode, uint32_t flags)
{
	unsigned may = wanted(flags);
	int error;

	if (flags & O_PATH)
		return 0;
	if (S_ISLNK(inode->mode))
		return -ELOOP;
	if (zrt_is_dir(inode) && (may & ZRT_MAY_WRITE))
		return -EISDIR;
	error = zrt_permission(inode, may);
	if (error < 0)
		return error;
	return (flags & O_NOATIME) && !zrt_owns(inode) ? -EPERM : 0;
}

static int open_existing(struct zrt_place *place, uint32_t flags, struct zrt_file **opened)
{
	struct zrt_inode *inode = place->inode;
	int error;

	if (flags & O_CREAT) {
		if (flags & O_EXCL)
			return -EEXIST;
		if (zrt_is_dir(inode))
			return -EISDIR;
	}
	if (((flags & O_DIRECTORY) || place->slashes) && !zrt_is_dir(inode))
		return -ENOTDIR;
	error = may_open(inode, flags);
	if (error == 0)
		error = zrt_open_inode(inode, place->entry, flags, opened);
	if (error < 0 || !(flags & O_TRUNC) || (flags & O_PATH) || !S_ISREG(inode->mode))
		return error;
	error = inode->ops->truncate ? inode->ops->truncate(inode, 0) : 0;
	if (error < 0) {
		zrt_file_drop(*opened);
		return error;
	}
	zrt_inode_strip(inode);
	zrt_inode_touch(inode, ZRT_TOUCH_MC);
	return 0;
}

static int create(struct zrt_place *place, uint32_t flags, uint32_t mode, struct zrt_file **opened)
{
	struct zrt_inode *inode;
	int error = zrt_tree_may_add(place->dir);

	if (error < 0)
		return error;
	error = zrt_memfs_new(place->dir, S_IFREG | mode, 0, &inode);
	if (error < 0)
		return error;
	/* Open first: it is easier to undo than a name. */
	error = zrt_open_inode(inode, NULL, flags, opened);
	if (error == 0) {
		error = zrt_tree_add(place, inode);
		if (error < 0) {
			zrt_file_drop(*opened);
		} else {
			(*opened)->name = place->entry;
			zrt_dentry_hold(place->entry);
		}
	}
	zrt_inode_drop(inode);
	return error;
}

/* O_TMPFILE: a file in this directory that has no name. */
static int open_unnamed(struct zrt_place *place, uint32_t flags, uint32_t mode, struct zrt_file **opened)
{
	struct zrt_inode *inode;
	int error = zrt_tree_may_add(place->inode);

	if (error < 0)
		return error;
	if (place->inode->ops != &zrt_memfs_dir_ops)
		return -EOPNOTSUPP;
	error = zrt_memfs_new(place->inode, S_IFREG | mode, 0, &inode);
	if (error < 0)
		return error;
	if (!(flags & O_EXCL))
		inode->flags |= ZRT_INODE_LINKABLE;
	error = zrt_open_inode(inode, NULL, flags, opened);
	zrt_inode_drop(inode);
	return error;
}

/* The last component of a path that may create: follows links to the end. */
static int open_or_create(struct zrt_place *place, uint32_t flags, uint32_t mode, struct zrt_file **opened)
{
	for (;;) {
		int error;

		if (place->type == ZRT_LAST_NAME && place->slashes)
			return -EISDIR;
		error = zrt_walk_last(place);
		if (error == -ENOENT && place->type == ZRT_LAST_NAME)
			return create(place, flags, mode, opened);
		if (error < 0)
			return error;
		if (!S_ISLNK(place->inode->mode) || (flags & (O_EXCL | O_NOFOLLOW)))
			return open_existing(place, flags, opened);
		error = zrt_walk_link(place);
		if (error < 0)
			return error;
		if (place->type == ZRT_LAST_MAGIC)
			return open_existing(place, flags, opened);
	}
}

int zrt_open(int dirfd, const char *path, uint32_t flags, uint32_t mode, uint32_t resolve,
             struct zrt_file **opened)
{
	struct zrt_place place;
	unsigned walk = flags & O_NOFOLLOW ? 0 : ZRT_WALK_FOLLOW;
	int error;

	if (flags & K_O_TMPFILE_BIT) {
		error = zrt_walk_resolve(dirfd, path, walk | ZRT_WALK_DIRECTORY, resolve, &place);
		if (error == 0)
			error = open_unnamed(&place, flags, mode, opened);
	} else if (flags & O_CREAT) {
		error = zrt_walk_parent_resolve(dirfd, path, resolve, &place);
		if (error == 0)
			error = open_or_create(&place, flags, mode, opened);
	} else {
		error = zrt_walk_resolve(dirfd, path, walk, resolve, &place);
		if (error == 0)
			error = open_existing(&place, flags, opened);
	}
	zrt_place_done(&place);
	return error;
}
