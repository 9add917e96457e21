/* SPDX-License-Identifier: Apache-2.0 */
#include "procfs.h"

#include "build.h"
#include "fd.h"
#include "getdents.h"
#include "heap.h"
#include "memfs.h"
#include "path.h"
#include "proctext.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

/* --- /proc/self/fd ------------------------------------------------------------------- */

/* The text that shows what is behind a descriptor. */
static long describe(const struct zrt_file *file, char *buffer, size_t size)
{
	char text[96];
	const char *label = "pipe:[%]";
	size_t length = 0;

	if (file->name)
		return zrt_dentry_path(file->name, buffer, size);
	if (zrt_is_dir(file->inode))
		return zrt_dir_path(file->inode, buffer, size);
	if (!S_ISFIFO(file->inode->mode))
		label = file->inode->fs == &zrt_anonfs && file->inode->u.label ? file->inode->u.label : "/ (deleted)";
	for (; *label && length < sizeof text - 24; label++) {
		uint64_t n = file->inode->ino, digits = 1;

		if (*label != '%') {
			text[length++] = *label;
			continue;
		}
		while (n / digits >= 10)
			digits *= 10;
		for (; digits; digits /= 10)
			text[length++] = (char)('0' + n / digits % 10);
	}
	if (length > size)
		length = size;
	memcpy(buffer, text, length);
	return (long)length;
}

static long fd_readlink(struct zrt_inode *inode, char *buffer, size_t size)
{
	const struct zrt_file *file = zrt_fd_fast((int)inode->u.number);
	char path[4096];
	long length = file ? describe(file, path, sizeof path) : -ENOENT;

	if (length < 0)
		return length;
	if ((size_t)length > size)
		length = (long)size;
	memcpy(buffer, path, (size_t)length);
	return length;
}

static int fd_follow(struct zrt_inode *inode, struct zrt_inode **found, struct zrt_dentry **name)
{
	const struct zrt_file *file = zrt_fd_fast((int)inode->u.number);

	if (!file)
		return -ENOENT;
	*found = file->inode;
	*name = file->name;
	zrt_inode_hold(*found);
	if (*name)
		zrt_dentry_hold(*name);
	return 0;
}

static const struct zrt_inode_ops fd_link_ops = {.readlink = fd_readlink, .follow = fd_follow};

static int fd_lookup(struct zrt_inode *dir, const char *name, size_t length, struct zrt_inode **found)
{
	struct zrt_inode *inode;
	uint64_t fd = 0;

	for (size_t i = 0; i < length; i++) {
		if (name[i] < '0' || name[i] > '9' || fd > INT32_MAX / 10 || (i && !fd))
			return -ENOENT;
		fd = fd * 10 + (uint64_t)(name[i] - '0');
	}
	if (fd > INT32_MAX || !zrt_fd_fast((int)fd))
		return -ENOENT;
	inode = zrt_inode_new(dir->fs, S_IFLNK | 0700, &fd_link_ops);
	if (!inode)
		return -ENOMEM;
	inode->ino = 0x10000000 + fd;
	inode->flags |= ZRT_INODE_MAGIC;
	inode->nlink = 1;
	inode->size = 64;
	inode->u.number = fd;
	*found = inode;
	return 0;
}

static int fd_list(struct zrt_inode *dir, struct zrt_file *file, struct zrt_getdents *out)
{
	(void)dir;
	for (uint64_t fd = file->offset - 2; fd < zrt_fd_count; fd++) {
		char text[12], *at = text + sizeof text;
		uint64_t n = fd;

		if (!zrt_fds[fd].file)
			continue;
		do {
			*--at = (char)('0' + n % 10);
		} while (n /= 10);
		if (!zrt_emit(out, at, (size_t)(text + sizeof text - at), 0x10000000 + fd, S_IFLNK, fd + 3))
			return 0;
		file->offset = fd + 3;
	}
	return 0;
}

static int fd_dir_open(struct zrt_inode *inode, struct zrt_file *file)
{
	(void)inode;
	file->mode |= ZRT_MODE_SEEK;
	file->ops = &zrt_dir_file_ops;
	return 0;
}

static const struct zrt_inode_ops fd_dir_ops = {.open = fd_dir_open, .lookup = fd_lookup, .list = fd_list};

/* --- links to directories ------------------------------------------------------------------ */

static long cwd_readlink(struct zrt_inode *inode, char *buffer, size_t size)
{
	char path[4096];
	long length = zrt_dir_path(inode->u.number ? zrt_rootfs.root : zrt_cwd, path, sizeof path);

	if (length > (long)size)
		length = (long)size;
	if (length > 0)
		memcpy(buffer, path, (size_t)length);
	return length;
}

static int cwd_follow(struct zrt_inode *inode, struct zrt_inode **found, struct zrt_dentry **name)
{
	*found = inode->u.number ? zrt_rootfs.root : zrt_cwd;
	*name = NULL;
	zrt_inode_hold(*found);
	return 0;
}

static const struct zrt_inode_ops cwd_ops = {.readlink = cwd_readlink, .follow = cwd_follow};

int zrt_procfs_init(struct zrt_inode *proc)
{
	struct zrt_inode *self = zrt_build_dir(proc, "1", 0555), *fd, *link;

	if (!self || !zrt_build_link(proc, "self", "1") || !zrt_build_link(proc, "mounts", "self/mounts"))
		return -ENOMEM;
	if (zrt_procsystem_init(proc) < 0 || zrt_procself_init(self) < 0)
		return -ENOMEM;
	fd = zrt_build_node(self, "fd", S_IFDIR | 0500, &fd_dir_ops);
	if (!fd)
		return -ENOMEM;
	fd->flags |= ZRT_INODE_DYNAMIC;
	for (unsigned root = 0; root < 2; root++) {
		link = zrt_build_node(self, root ? "root" : "cwd", S_IFLNK | 0777, &cwd_ops);
		if (!link)
			return -ENOMEM;
		link->flags |= ZRT_INODE_MAGIC;
		link->u.number = root;
	}
	return 0;
}
