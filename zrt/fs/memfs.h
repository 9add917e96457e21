/* SPDX-License-Identifier: Apache-2.0 */
/* memfs.h - regular files, directories, links and FIFOs that live in memory. */
#ifndef ZRT_FS_MEMFS_H
#define ZRT_FS_MEMFS_H

#include "dentry.h"
#include "inode.h"

/*
 * A new inode in a directory of memory, without a name: owner, group, setgid
 * and type as Linux gives them; the umask is taken from `mode`.
 */
int zrt_memfs_new(const struct zrt_inode *dir, uint32_t mode, uint64_t rdev, struct zrt_inode **made);

/* Contents of a regular file, for all who do not go through a descriptor. */
int64_t zrt_memfs_read(struct zrt_inode *inode, void *buffer, size_t size, uint64_t offset);
int64_t zrt_memfs_write(struct zrt_inode *inode, const void *buffer, size_t size, uint64_t offset);
int zrt_memfs_truncate(struct zrt_inode *inode, uint64_t size);

/*
 * Contents in place: bytes that adjoin from `offset` on (at most `size`), at *at.
 * 0: the end of the file.  The pointer is good until the file changes.
 */
int64_t zrt_memfs_peek(struct zrt_inode *inode, uint64_t offset, size_t size, const uint8_t **at);

/* RLIMIT_FSIZE does not allow it: sends SIGXFSZ, which the call lets happen at its end. -EFBIG. */
int zrt_memfs_too_large(void);

/* Reads all that still is in the backing into memory. */
int zrt_memfs_fetch(struct zrt_inode *inode);

/* Turns a small file into pages, so that the store can be worked on. */
int zrt_memfs_paged(struct zrt_inode *inode);

/* Whether contents may be changed in this way, given the file's seals: 0 or -EPERM. */
int zrt_memfs_sealed(const struct zrt_inode *inode, uint64_t offset, uint64_t size, bool write);

/* fallocate(2) on a regular file, arguments checked. */
int zrt_memfs_fallocate(struct zrt_file *file, int mode, uint64_t offset, uint64_t size);

extern const struct zrt_inode_ops zrt_memfs_file_ops, zrt_memfs_dir_ops, zrt_memfs_link_ops;
extern const struct zrt_file_ops zrt_memfs_open_ops;

#endif
