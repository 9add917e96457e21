/* SPDX-License-Identifier: Apache-2.0 */
/* proctext.h - files of /proc whose text is made when they are opened. */
#ifndef ZRT_FS_PROCTEXT_H
#define ZRT_FS_PROCTEXT_H

#include "text.h"
#include "vfs.h"

typedef void zrt_text_writer(struct zrt_text *text);

/* Adds a file to a directory of /proc. -ENOMEM. */
int zrt_proctext_add(struct zrt_inode *dir, const char *name, uint32_t mode, zrt_text_writer *write);

/* Fills /proc with what is about the system, and /proc/1 with what is about the process. -ENOMEM. */
int zrt_procsystem_init(struct zrt_inode *proc);
int zrt_procself_init(struct zrt_inode *self);

/* "name: number kB" as in meminfo and status. */
void zrt_text_kib(struct zrt_text *text, const char *name, uint64_t pages);

#endif
