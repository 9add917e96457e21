/* SPDX-License-Identifier: Apache-2.0 */
/* New inodes in memory, directories and symbolic links. */
#include "cred.h"
#include "fd.h"
#include "getdents.h"
#include "heap.h"
#include "linux.h"
#include "memfs.h"
#include "path.h"
#include "pipe.h"

#include <errno.h>
#include <fcntl.h>

static int open_dir(struct zrt_inode *inode, struct zrt_file *file)
{
	file->mode |= ZRT_MODE_SEEK;
	file->ops = &zrt_dir_file_ops;
	zrt_reader_add(inode, file);
	file->cursor = inode->u.dir.first;
	return 0;
}

static void destroy_dir(struct zrt_inode *inode)
{
	if (inode->u.dir.parent && inode->u.dir.parent != inode)
		zrt_inode_drop(inode->u.dir.parent);
}

static void destroy_link(struct zrt_inode *inode)
{
	zrt_free(inode->u.target);
}

/* A device node can be made and looked at; there is no device behind it. */
static int open_nothing(struct zrt_inode *inode, struct zrt_file *file)
{
	(void)inode;
	(void)file;
	return -ENXIO;
}

const struct zrt_inode_ops zrt_memfs_dir_ops = {.open = open_dir, .destroy = destroy_dir};
const struct zrt_inode_ops zrt_memfs_link_ops = {.destroy = destroy_link};
static const struct zrt_inode_ops node_ops = {.open = open_nothing};

int zrt_memfs_new(const struct zrt_inode *dir, uint32_t mode, uint64_t rdev, struct zrt_inode **made)
{
	const struct zrt_inode_ops *ops = &node_ops;
	struct zrt_inode *inode;
	uint32_t gid = zrt_cred.fsgid;

	if (S_ISREG(mode))
		ops = &zrt_memfs_file_ops;
	else if (S_ISDIR(mode))
		ops = &zrt_memfs_dir_ops;
	else if (S_ISLNK(mode))
		ops = &zrt_memfs_link_ops;
	else if (S_ISFIFO(mode))
		ops = &zrt_fifo_inode_ops;
	if (dir->mode & S_ISGID) {
		gid = dir->gid;
		if (S_ISDIR(mode))
			mode |= S_ISGID;
		else if ((mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) && !zrt_privileged() &&
		         !zrt_in_group(gid))
			mode &= ~(uint32_t)S_ISGID;
	}
	/* As in Linux the group's right to execute counts as it was asked for. */
	if (!S_ISLNK(mode))
		mode &= ~zrt_umask;
	inode = zrt_inode_new(dir->fs, mode, ops);
	if (!inode)
		return -ENOMEM;
	inode->gid = gid;
	inode->rdev = rdev;
	*made = inode;
	return 0;
}
