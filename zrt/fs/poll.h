/* SPDX-License-Identifier: Apache-2.0 */
/* poll.h - what is ready: shared by poll, select and epoll. */
#ifndef ZRT_FS_POLL_H
#define ZRT_FS_POLL_H

#include "vfs.h"

/* ZRT_POLL* bits that hold now for any file. */
unsigned zrt_file_ready(struct zrt_file *file);

/* Takes a description that goes away out of all epoll sets. */
void zrt_epoll_forget(struct zrt_file *file);

#endif
