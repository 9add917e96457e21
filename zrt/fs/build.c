/* SPDX-License-Identifier: Apache-2.0 */
#include "build.h"

#include "heap.h"
#include "memfs.h"

#include <string.h>

struct zrt_inode *zrt_build_node(struct zrt_inode *dir, const char *name, uint32_t mode,
                                 const struct zrt_inode_ops *ops)
{
	struct zrt_inode *inode;
	struct zrt_name key;
	int error;

	zrt_name_set(&key, name, strlen(name));
	if (zrt_dentry_find(dir, &key))
		return NULL;
	inode = zrt_inode_new(dir->fs, mode, ops);
	if (!inode)
		return NULL;
	inode->uid = inode->gid = 0;
	error = zrt_dentry_add(dir, &key, inode, NULL);
	zrt_inode_drop(inode);
	if (error < 0)
		return NULL;
	inode->nlink = 1;
	if (S_ISDIR(mode)) {
		inode->nlink = 2;
		inode->size = 40;
		dir->nlink++;
	}
	dir->size += 20;
	return inode;
}

struct zrt_inode *zrt_build_dir(struct zrt_inode *dir, const char *name, uint32_t mode)
{
	return zrt_build_node(dir, name, S_IFDIR | mode, &zrt_memfs_dir_ops);
}

bool zrt_build_link(struct zrt_inode *dir, const char *name, const char *target)
{
	size_t length = strlen(target);
	char *text = zrt_alloc(length + 1);
	struct zrt_inode *inode = text ? zrt_build_node(dir, name, S_IFLNK | 0777, &zrt_memfs_link_ops) : NULL;

	if (!inode) {
		zrt_free(text);
		return false;
	}
	memcpy(text, target, length + 1);
	inode->u.target = text;
	inode->size = length;
	return true;
}

bool zrt_build_bytes(struct zrt_inode *dir, const char *name, const void *bytes, size_t size)
{
	struct zrt_inode *inode = zrt_build_node(dir, name, S_IFREG | 0644, &zrt_memfs_file_ops);

	return inode && zrt_memfs_write(inode, bytes, size, 0) == (int64_t)size;
}

bool zrt_build_file(struct zrt_inode *dir, const char *name, const char *text)
{
	return zrt_build_bytes(dir, name, text, strlen(text));
}
