/* SPDX-License-Identifier: Apache-2.0 */
/* proctext.h - files of /proc whose text is made when they are opened. */
#ifndef ZRT_FS_PROCTEXT_H
#define ZRT_FS_PROCTEXT_H

#include "vfs.h"

/* Adds them to /proc and /proc/1. -ENOMEM. */
int zrt_proctext_init(struct zrt_inode *proc, struct zrt_inode *self);

#endif
