/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cancellation among cooperative threads: a thread is never interrupted between
 * two instructions, so a cancellation point is a check before the call and, if
 * the call waited and was interrupted, one after it.
 */
#define _GNU_SOURCE
#include <string.h>

#include "pthread_impl.h"
#include "syscall.h"

hidden long __cancel(void);
hidden long __syscall_cp_c(syscall_arg_t, syscall_arg_t, syscall_arg_t, syscall_arg_t,
                           syscall_arg_t, syscall_arg_t, syscall_arg_t);

long __cancel(void)
{
	pthread_t self = __pthread_self();
	if (self->canceldisable == PTHREAD_CANCEL_ENABLE || self->cancelasync)
		pthread_exit(PTHREAD_CANCELED);
	self->canceldisable = PTHREAD_CANCEL_DISABLE;
	return -ECANCELED;
}

long __syscall_cp_c(syscall_arg_t nr, syscall_arg_t u, syscall_arg_t v, syscall_arg_t w,
                    syscall_arg_t x, syscall_arg_t y, syscall_arg_t z)
{
	pthread_t self = __pthread_self();
	int state = self->canceldisable;
	if (state == PTHREAD_CANCEL_DISABLE || (state && nr == SYS_close))
		return __syscall(nr, u, v, w, x, y, z);
	if (self->cancel)
		return __cancel();
	long r = __syscall(nr, u, v, w, x, y, z);
	if (r == -EINTR && nr != SYS_close && self->cancel &&
	    self->canceldisable != PTHREAD_CANCEL_DISABLE)
		return __cancel();
	return r;
}

void __testcancel(void)
{
	pthread_t self = __pthread_self();
	if (self->cancel && !self->canceldisable)
		__cancel();
}

/*
 * Runs in the cancelled thread before its interrupted system call returns.  A
 * deferred cancellation needs nothing more than the interruption itself.
 */
static void cancel_handler(int sig)
{
	(void)sig;
	pthread_t self = __pthread_self();
	if (self->cancel && self->cancelasync && self->canceldisable != PTHREAD_CANCEL_DISABLE)
		pthread_exit(PTHREAD_CANCELED);
}

static void init_cancellation(void)
{
	struct sigaction sa = { .sa_handler = cancel_handler };
	memset(&sa.sa_mask, -1, _NSIG / 8);
	__libc_sigaction(SIGCANCEL, &sa, 0);
}

int pthread_cancel(pthread_t t)
{
	static int init;
	if (!init) {
		init_cancellation();
		init = 1;
	}
	a_store(&t->cancel, 1);
	if (t == pthread_self()) {
		if (t->canceldisable == PTHREAD_CANCEL_ENABLE && t->cancelasync)
			pthread_exit(PTHREAD_CANCELED);
		return 0;
	}
	/* A thread that waits with cancellation disabled need not know of it yet. */
	return t->canceldisable == PTHREAD_CANCEL_DISABLE ? 0 : pthread_kill(t, SIGCANCEL);
}
