/* SPDX-License-Identifier: Apache-2.0 */
/* Sending signals to oneself, and waiting for them. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#include "clock.h"
#include "cred.h"
#include "signals.h"
#include "syscall.h"
#include "thread.h"
#include "user.h"
#include "wait.h"

#define CODE_USER 0    /* kill */
#define CODE_THREAD -6 /* tkill and tgkill */

/* Sends and lets handlers of this thread run: they have run when the call returns. */
static long send(int tid, int signal, int code)
{
	struct zrt_siginfo info = {
		.signo = signal,
		.code = code,
		.from.sender = {ZRT_PID, zrt_cred.uid},
	};
	int error;

	if (signal < 0 || signal > ZRT_SIGNALS)
		return -EINVAL;
	if (tid && !zrt_thread_find(tid))
		return -ESRCH;
	if (!signal)
		return 0;
	error = zrt_signal_send(tid, &info);
	if (error == 0)
		(void)zrt_signals_run();
	return error;
}

/* 0, -1 and the group mean the one process that there is. */
ZRT_SYS(kill)
{
	int pid = (int)a;

	if (pid < -1 ? pid != -ZRT_PID : pid > 0 && pid != ZRT_PID)
		return -ESRCH;
	return send(0, (int)b, CODE_USER);
}

ZRT_SYS(tkill)
{
	return (int)a <= 0 ? -EINVAL : send((int)a, (int)b, CODE_THREAD);
}

ZRT_SYS(tgkill)
{
	if ((int)a <= 0 || (int)b <= 0)
		return -EINVAL;
	return (int)a == ZRT_PID ? send((int)b, (int)c, CODE_THREAD) : -ESRCH;
}

static long queue_info(int tid, int signal, const struct zrt_siginfo *given)
{
	struct zrt_siginfo info;
	int error;

	if (!zrt_readable(given, sizeof *given))
		return -EFAULT;
	if (signal < 0 || signal > ZRT_SIGNALS)
		return -EINVAL;
	if (!signal)
		return tid && !zrt_thread_find(tid) ? -ESRCH : 0;
	info = *given;
	info.signo = signal;
	error = zrt_signal_send(tid, &info);
	if (error == 0)
		(void)zrt_signals_run();
	return error;
}

ZRT_SYS(rt_sigqueueinfo)
{
	return (int)a == ZRT_PID ? queue_info(0, (int)b, (const struct zrt_siginfo *)c) : -ESRCH;
}

ZRT_SYS(rt_tgsigqueueinfo)
{
	if ((int)a <= 0 || (int)b <= 0)
		return -EINVAL;
	return (int)a == ZRT_PID ? queue_info((int)b, (int)c, (const struct zrt_siginfo *)d) : -ESRCH;
}

/* --- waiting ---------------------------------------------------------------- */

/* Until a handler has run. */
static long wait_for_handler(void)
{
	while (!zrt_signals_run()) {
		int result = zrt_wait(ZRT_FOREVER);

		if (result == -EINTR)
			break;
		if (result < 0)
			return result;
	}
	return -EINTR;
}

ZRT_SYS(pause)
{
	return wait_for_handler();
}

ZRT_SYS(rt_sigsuspend)
{
	const uint64_t *set = (const uint64_t *)a;
	struct zrt_signals *signals = zrt_thread_signals(zrt_self());
	uint64_t before = signals->blocked;
	long result;

	if (b != sizeof *set)
		return -EINVAL;
	if (!zrt_readable(set, sizeof *set))
		return -EFAULT;
	signals->blocked = *set;
	result = wait_for_handler();
	zrt_thread_signals(zrt_self())->blocked = before;
	(void)zrt_signals_run();
	return result;
}

ZRT_SYS(rt_sigtimedwait)
{
	const uint64_t *set = (const uint64_t *)a;
	struct zrt_siginfo *out = (struct zrt_siginfo *)b, info;
	const int64_t *limit = (const int64_t *)c; /* struct timespec */
	int64_t deadline = ZRT_FOREVER;
	int signal;

	if (d != sizeof *set)
		return -EINVAL;
	if (!zrt_readable(set, sizeof *set) || (out && !zrt_writable(out, sizeof *out)) ||
	    (limit && !zrt_readable(limit, 2 * sizeof *limit)))
		return -EFAULT;
	if (limit) {
		if (limit[0] < 0 || limit[1] < 0 || limit[1] >= 1000000000)
			return -EINVAL;
		if (limit[0] < (ZRT_FOREVER - zrt_clock_now()) / 1000000000 - 1)
			deadline = zrt_clock_now() + limit[0] * 1000000000 + limit[1];
	}
	while (!(signal = zrt_signal_take(*set, &info))) {
		int result = zrt_wait(deadline);

		if (result == -ETIMEDOUT) {
			zrt_clock_advance_to(deadline);
			return -EAGAIN;
		}
		if (result == -EINTR && !(zrt_signals_pending() & *set))
			return result;
		if (result < 0 && result != -EINTR)
			return result;
	}
	if (out)
		*out = info;
	return signal;
}

/* --- the alternate stack -------------------------------------------------------- */

#define STACK_DISABLE 2
#define STACK_ONSTACK 1
#define STACK_MIN 2048

/* Running on it means that the frame of this call lies in it. */
static bool on_stack(const struct zrt_stack *s)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);

	return here > s->base && here - s->base <= s->size;
}

ZRT_SYS(sigaltstack)
{
	struct zrt_stack *current = &zrt_thread_signals(zrt_self())->stack;
	const struct zrt_stack *new = (const struct zrt_stack *)a;
	struct zrt_stack *old = (struct zrt_stack *)b, before = *current;

	if ((new && !zrt_readable(new, sizeof *new)) || (old && !zrt_writable(old, sizeof *old)))
		return -EFAULT;
	before.flags = (before.size ? before.flags : STACK_DISABLE) | (on_stack(current) ? STACK_ONSTACK : 0);
	if (new) {
		int mode = new->flags & ~ZRT_STACK_AUTODISARM;

		if (on_stack(current) && !(current->flags & ZRT_STACK_AUTODISARM))
			return -EPERM;
		if (mode != 0 && mode != STACK_DISABLE && mode != STACK_ONSTACK)
			return -EINVAL;
		if (mode != STACK_DISABLE && new->size < STACK_MIN)
			return -ENOMEM;
		/* SS_ONSTACK is a question, not a setting; without a size there is no stack. */
		*current = (struct zrt_stack){.flags = new->flags & ZRT_STACK_AUTODISARM};
		if (mode != STACK_DISABLE) {
			current->base = new->base;
			current->size = new->size;
		}
	}
	if (old)
		*old = before;
	return 0;
}
