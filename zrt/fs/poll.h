/* SPDX-License-Identifier: Apache-2.0 */
/* poll.h - what is ready: shared by poll, select and epoll. */
#ifndef ZRT_FS_POLL_H
#define ZRT_FS_POLL_H

#include "vfs.h"

/* ZRT_POLL* bits that hold now for any file. */
unsigned zrt_file_ready(struct zrt_file *file);

/* When that changes by itself: ns of the clock, or ZRT_FOREVER. */
int64_t zrt_file_deadline(struct zrt_file *file);

/* Takes a description that goes away out of all epoll sets. */
void zrt_epoll_forget(struct zrt_file *file);

/* The time of the clock that lies so far ahead; ZRT_FOREVER if it has no such time. */
int64_t zrt_deadline(int64_t sec, int64_t nsec);

/*
 * A relative timeout to a deadline: 0 for no time at all, ZRT_FOREVER without
 * one.  -EFAULT, -EINVAL.
 */
struct timespec;
int zrt_timeout(const struct timespec *timeout, int64_t *deadline);

/* The running thread's blocked signals for the time of a call; NULL leaves them. */
int zrt_mask_swap(const void *mask, size_t size, uint64_t *old);
void zrt_mask_restore(uint64_t old);

#endif
