/* SPDX-License-Identifier: Apache-2.0 */
/* getdents.h - listing directories. */
#ifndef ZRT_FS_GETDENTS_H
#define ZRT_FS_GETDENTS_H

#include "vfs.h"

/* The caller's buffer, and where the next record goes. */
struct zrt_getdents {
	uint8_t *buffer;
	size_t size, used;
};

/*
 * Adds a record; false if it does not fit.  `next` is the position behind this
 * entry, which lseek takes back to go on there.
 */
bool zrt_emit(struct zrt_getdents *out, const char *name, size_t length, uint64_t ino, uint32_t mode,
              uint64_t next);

extern const struct zrt_file_ops zrt_dir_file_ops;

/* Fills the buffer from the file's position on: bytes, 0 at the end, -EINVAL too small. */
long zrt_list(struct zrt_file *file, void *buffer, size_t size);

#endif
