/* SPDX-License-Identifier: Apache-2.0 */
/* inode.h - making, keeping and touching inodes; who may do what with them. */
#ifndef ZRT_FS_INODE_H
#define ZRT_FS_INODE_H

#include "vfs.h"

#include <sys/stat.h>

#define ZRT_MAY_READ 4u
#define ZRT_MAY_WRITE 2u
#define ZRT_MAY_EXEC 1u

/* A new inode with one reference, nlink 0, all times now; NULL: no memory. */
struct zrt_inode *zrt_inode_new(struct zrt_fs *fs, uint32_t mode, const struct zrt_inode_ops *ops);

static inline bool zrt_is_dir(const struct zrt_inode *inode)
{
	return S_ISDIR(inode->mode);
}

/* Sets the given times to now: bits 1 << ZRT_ATIME... */
void zrt_inode_touch(struct zrt_inode *inode, unsigned times);
#define ZRT_TOUCH_A (1u << ZRT_ATIME)
#define ZRT_TOUCH_M (1u << ZRT_MTIME)
#define ZRT_TOUCH_C (1u << ZRT_CTIME)
#define ZRT_TOUCH_MC (ZRT_TOUCH_M | ZRT_TOUCH_C)

/* As relatime: atime moves if it is not newer than mtime and ctime. */
void zrt_inode_accessed(struct zrt_inode *inode);

/* 0 or -EACCES for the ZRT_MAY_* bits and the file system's user and group. */
int zrt_permission(const struct zrt_inode *inode, unsigned may);

/* The user may do anything that a mode forbids. */
bool zrt_privileged(void);
/* The owner of the file, or privileged. */
bool zrt_owns(const struct zrt_inode *inode);

/* Changing contents takes setuid and setgid away, unless root does it. */
void zrt_inode_strip(struct zrt_inode *inode);

/* Bytes of contents allocated, in units of 512, as st_blocks. */
uint64_t zrt_inode_blocks(const struct zrt_inode *inode);

#endif
