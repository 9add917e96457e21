/* SPDX-License-Identifier: Apache-2.0 */
/* System calls that can block while the guest waits: hostcall.S. */
#ifndef ZVM_LOADER_HOSTCALL_H
#define ZVM_LOADER_HOSTCALL_H

#include <stdint.h>

/*
 * Makes the call with a fifth and sixth argument of 0; the result is the kernel's (negative errno).  -EINTR if the
 * session is to end: also if the signal came just before the call, which a
 * plain system call would miss and then block for ever.
 */
int64_t hostcall(int64_t number, int64_t a, const void *b, uint64_t c, int64_t d);

/*
 * Nonzero once a signal wants the session to end; the gate looks at it before
 * it returns to the guest.
 */
extern volatile int hostcall_cancelled;

/* Where a signal finds a call that has looked at the flag but not begun. */
extern const char hostcall_begin[], hostcall_end[], hostcall_cancel[];

#endif
