/* SPDX-License-Identifier: Apache-2.0 */
/* build.h - making the fixed part of the tree, without permissions. */
#ifndef ZRT_FS_BUILD_H
#define ZRT_FS_BUILD_H

#include "dentry.h"
#include "inode.h"

/* Adds a node; the reference is the directory's. NULL: no memory (or the name is taken). */
struct zrt_inode *zrt_build_node(struct zrt_inode *dir, const char *name, uint32_t mode,
                                 const struct zrt_inode_ops *ops);
struct zrt_inode *zrt_build_dir(struct zrt_inode *dir, const char *name, uint32_t mode);
bool zrt_build_link(struct zrt_inode *dir, const char *name, const char *target);
bool zrt_build_file(struct zrt_inode *dir, const char *name, const char *text);
bool zrt_build_bytes(struct zrt_inode *dir, const char *name, const void *bytes, size_t size);

#endif
