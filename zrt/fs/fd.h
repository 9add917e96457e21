/* SPDX-License-Identifier: Apache-2.0 */
/* fd.h - the table of descriptors, and open file descriptions. */
#ifndef ZRT_FS_FD_H
#define ZRT_FS_FD_H

#include "vfs.h"

struct zrt_fd {
	struct zrt_file *file; /* NULL: free */
	bool cloexec;
};

/* RLIMIT_NOFILE: descriptors are below it (EMFILE). */
extern uint32_t zrt_fd_limit;

/* The table itself, for close_range and /proc/self/fd; slots beyond are free. */
extern struct zrt_fd *zrt_fds;
extern uint32_t zrt_fd_count;

static inline struct zrt_file *zrt_fd_fast(int fd)
{
	return (uint32_t)fd < zrt_fd_count ? zrt_fds[fd].file : NULL;
}

/* Puts the file at exactly this descriptor, closing what was there. -EBADF, -ENOMEM. */
int zrt_fd_place(struct zrt_file *file, int fd, bool cloexec);

/* -EBADF. */
int zrt_fd_close(int fd);

/*
 * A new description with one reference, for an inode that it holds; `flags` are
 * O_* of which the access mode sets ZRT_MODE_*.  NULL: no memory.
 */
struct zrt_file *zrt_file_new(struct zrt_inode *inode, struct zrt_dentry *name,
                              const struct zrt_file_ops *ops, uint32_t flags);

/*
 * The file if it may be read (written), else -EBADF in *error; directories and
 * O_PATH are no such files.
 */
struct zrt_file *zrt_fd_for(int fd, uint32_t mode, int *error);

/* A new inode of its own, without a name, and a descriptor for it: pipes, eventfd... */
int zrt_fd_anonymous(const char *label, const struct zrt_file_ops *ops, void *data, uint32_t flags,
                     bool cloexec);

#endif
