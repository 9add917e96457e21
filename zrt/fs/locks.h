/* SPDX-License-Identifier: Apache-2.0 */
/*
 * locks.h - record locks (fcntl) and flock within the one process.
 *
 * POSIX record locks belong to the process and so never stand against each
 * other; OFD locks and flock belong to an open file description.
 */
#ifndef ZRT_FS_LOCKS_H
#define ZRT_FS_LOCKS_H

#include "vfs.h"

#include <fcntl.h>

/* fcntl F_GETLK, F_SETLK, F_SETLKW and their F_OFD_ forms. */
long zrt_lock_fcntl(struct zrt_file *file, int command, struct flock *lock);

/* flock(2); the operation has been checked. */
long zrt_lock_flock(struct zrt_file *file, int operation);

/* A descriptor of the file was closed: the process's POSIX locks on it end. */
void zrt_locks_closed(struct zrt_file *file);

/* The description has gone: its OFD locks and flock end. */
void zrt_locks_released(struct zrt_file *file);

#endif
