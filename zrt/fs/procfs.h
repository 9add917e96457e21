/* SPDX-License-Identifier: Apache-2.0 */
/* procfs.h - the few files of /proc that programs read. */
#ifndef ZRT_FS_PROCFS_H
#define ZRT_FS_PROCFS_H

#include "vfs.h"

/* Fills /proc. -ENOMEM. */
int zrt_procfs_init(struct zrt_inode *proc);

#endif
