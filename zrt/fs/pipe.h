/* SPDX-License-Identifier: Apache-2.0 */
/* pipe.h - pipes, FIFOs and what socketpairs share with them. */
#ifndef ZRT_FS_PIPE_H
#define ZRT_FS_PIPE_H

#include "vfs.h"

extern const struct zrt_inode_ops zrt_fifo_inode_ops;

#define ZRT_PIPE_SIZE 65536u /* bytes of a new pipe */
#define ZRT_PIPE_BUF 4096u   /* a write up to this is whole or not at all */

/* F_SETPIPE_SZ and F_GETPIPE_SZ: -EBADF if it is no pipe. */
long zrt_pipe_size(struct zrt_file *file, const uint64_t *size);

/* SIGPIPE for the writer, whose call gives -EPIPE; handlers run when it ends: sys_rw.c. */
void zrt_broken_pipe(void);

/* A ring of bytes. */
struct zrt_ring {
	uint8_t *bytes;
	uint32_t size;  /* a power of two */
	uint32_t start; /* of the contents */
	uint32_t used;
};
int zrt_ring_init(struct zrt_ring *ring, uint32_t size);
void zrt_ring_free(struct zrt_ring *ring);
uint32_t zrt_ring_read(struct zrt_ring *ring, void *buffer, size_t size);
void zrt_ring_skip(struct zrt_ring *ring, uint32_t size); /* at most what is in it */
uint32_t zrt_ring_write(struct zrt_ring *ring, const void *buffer, size_t size);

#endif
