/* SPDX-License-Identifier: Apache-2.0 */
/*
 * syscall.h - the table of system calls.
 *
 * zrt/syscalls.def is the one list: every number of Linux x86-64 with either
 * its handler or a refusal (errno and reason).  A handler is written
 *
 *	ZRT_SYS(read)
 *	{
 *		int fd = (int)a;
 *		...
 *		return count;
 *	}
 *
 * and its line in syscalls.def is ZRT_CALL(0, read).  It gets the six arguments
 * as a..f and returns the result or a negative errno.
 */
#ifndef ZRT_SYSCALL_H
#define ZRT_SYSCALL_H

typedef long zrt_handler(long, long, long, long, long, long);

#define ZRT_UNUSED __attribute__((unused))

#define ZRT_SYS(name)                                                             \
	long zrt_sys_##name(long a ZRT_UNUSED, long b ZRT_UNUSED, long c ZRT_UNUSED, \
	                    long d ZRT_UNUSED, long e ZRT_UNUSED, long f ZRT_UNUSED)

/* Declares every handler. */
#define ZRT_CALL(number, name) zrt_handler zrt_sys_##name;
#define ZRT_REFUSE(number, name, error, reason)
#include "syscalls.def"
#undef ZRT_CALL
#undef ZRT_REFUSE

/* Numbers 0 .. ZRT_SYSCALLS - 1 have a line in the table; others are ENOSYS. */
#define ZRT_SYSCALLS 470

struct zrt_syscall_info {
	const char *name;   /* NULL: Linux has no such number */
	int refusal;        /* errno of a refused call, 0 if there is a handler */
	const char *reason; /* why it is refused, else NULL */
};

/* What the table says about call n; for messages. NULL if n is out of range. */
const struct zrt_syscall_info *zrt_syscall_info(long n);

#endif
