/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdarg.h>

#include "pthread_impl.h"

/* Threads only: there are no processes to make. */
int __clone(int (*fn)(void *), void *stack, int flags, void *arg, ...)
{
	const int thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SETTLS |
	                   CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
	if ((flags & thread) != thread)
		return -ENOSYS;
	va_list ap;
	va_start(ap, arg);
	int *tid = va_arg(ap, int *);
	void *tp = va_arg(ap, void *);
	int *clear_tid = va_arg(ap, int *);
	va_end(ap);
	return zrt_thread_create(fn, stack, arg, tid, tp, clear_tid);
}
