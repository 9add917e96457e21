/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zvm.h - the whole interface of a sandboxed program to the world outside.
 *
 * A program needs neither a C library nor ZRT to use it: compile with
 * `zvm-clang -nostdlib`, define `void _start(void)`, and call these.  At
 * _start every register but rsp is zero, rsp is 16-byte aligned (as the Linux
 * ABI has it at process entry) and at least 64 zero bytes lie above it.
 *
 * Every call returns a negative errno value of Linux on error.
 */
#ifndef ZVM_H
#define ZVM_H

#include <stdint.h>

#include <zvm/call.h>
#include <zvm/layout.h>
#include <zvm/session.h>

/* The session block: memory ranges, channels, their names and quotas. */
static inline const struct zvm_session *zvm_session(void)
{
	return (const struct zvm_session *)ZVM_SESSION;
}

/* Ends the session with a code (0..255 reach the host's exit status). */
_Noreturn void zvm_exit(int32_t code);

/*
 * Reads up to `size` bytes of channel `ch`; sequential channels ignore
 * `offset` (bytes).  Fills the buffer from a file unless the data ends; streams give
 * what has come, at least a byte; 0 is end of file.
 * -EBADF no such channel or not readable, -EFAULT buffer outside writable
 * guest memory, -EINVAL negative offset, -EDQUOT quota used up, -EIO the host
 * failed (also -ENOSPC and -EPIPE where it said so).
 */
int64_t zvm_pread(int32_t ch, void *buf, uint64_t size, int64_t offset);

/*
 * Writes up to `size` bytes; random-write channels use `offset`, others append.
 * Errors as zvm_pread; a write that meets its byte quota is short, the next one
 * gives -EDQUOT.
 */
int64_t zvm_pwrite(int32_t ch, const void *buf, uint64_t size, int64_t offset);

/*
 * Validates whole heap pages and makes them executable instead of writable.
 * -EINVAL not page aligned or not wholly in the heap, -EBUSY part of a live
 * unit, -EFBIG above 256 MiB, -ENOMEM too many mappings, -EPERM the code breaks a rule (the report names it) or the manifest
 * does not allow new code.
 */
int64_t zvm_jail(void *pages, uint64_t size);

/* Makes exactly one jailed range writable again. -EINVAL if it is none. */
int64_t zvm_unjail(void *pages, uint64_t size);

/*
 * Daemon mode: the session ends here and each later request continues in a
 * child.  0 in the child; -EPERM and nothing happened if the manifest has no
 * Job, or in such a child.
 */
int64_t zvm_fork(void);

#endif
