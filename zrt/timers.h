/* SPDX-License-Identifier: Apache-2.0 */
/*
 * timers.h - timers of the session's clock: alarm, setitimer, timer_create.
 *
 * They fire where the clock moves: when the program reads it, and when all
 * threads wait.  A program that computes without ever doing either is never
 * interrupted.
 */
#ifndef ZRT_TIMERS_H
#define ZRT_TIMERS_H

#include <stdint.h>

#define ZRT_NO_TIMER INT64_MAX

/* When the next timer fires, ns after 1970; ZRT_NO_TIMER: none is set. */
extern int64_t zrt_timers_next;

/* Sends the signals of all timers whose time has come. */
void zrt_timers_fire(void);

#endif
