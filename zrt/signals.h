/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signals.h - signals without anything asynchronous.
 *
 * Only the program itself sends signals: kill, raise, abort, timers.  A handler
 * is called like a function, on the stack of the thread that it interrupts or on
 * that of sigaltstack, at one of few places: when the call that sent or unblocked the signal ends, when a
 * wait is interrupted, when the clock passes a timer.  What a fault would send
 * in Linux (SIGSEGV, SIGFPE...) ends the session in the loader and is no signal.
 */
#ifndef ZRT_SIGNALS_H
#define ZRT_SIGNALS_H

#include <stdbool.h>
#include <stdint.h>

#define ZRT_SIGNALS 64 /* 1 .. 64 */

/* siginfo_t as the kernel lays it out for signals of kill, queue and timers. */
struct zrt_siginfo {
	int32_t signo, error, code, padding;
	union {
		struct {
			int32_t pid;
			uint32_t uid;
		} sender;
		struct {
			int32_t id, overrun;
		} timer;
	} from;
	uint64_t value; /* union sigval */
	uint64_t rest[12];
};
_Static_assert(sizeof(struct zrt_siginfo) == 128, "siginfo_t of Linux");

/*
 * Sends a signal to a thread, or to the process with tid 0.  0; -ESRCH; -EAGAIN:
 * no memory to keep it.  Handlers run at the next zrt_signals_run.
 */
int zrt_signal_send(int tid, const struct zrt_siginfo *info);

/*
 * Delivers what the running thread does not block: runs handlers, or ends the
 * session if there is none and the signal's default is that.  True if a handler
 * ran.  Called where a call may be interrupted, and never inside ZRT's own work.
 */
bool zrt_signals_run(void);

/* All handlers of the last zrt_signals_run were made with SA_RESTART. */
bool zrt_signals_restart(void);

/* Signals that wait for the running thread, blocked ones too: bit n-1 for n. */
uint64_t zrt_signals_pending(void);

/* Takes one of the signals in `set` off the running thread's; 0: there is none. */
int zrt_signal_take(uint64_t set, struct zrt_siginfo *info);

#endif
