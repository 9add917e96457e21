/* SPDX-License-Identifier: Apache-2.0 */
/* open.h - from a path to an open file description. */
#ifndef ZRT_FS_OPEN_H
#define ZRT_FS_OPEN_H

#include "vfs.h"

/* openat2 without a descriptor: flags and mode have been checked. The reference is the caller's. */
int zrt_open(int dirfd, const char *path, uint32_t flags, uint32_t mode, uint32_t resolve,
             struct zrt_file **opened);

/* Opens an inode that has been found; permissions are the caller's. */
int zrt_open_inode(struct zrt_inode *inode, struct zrt_dentry *name, uint32_t flags,
                   struct zrt_file **opened);

#endif
