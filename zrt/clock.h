/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.h - the one clock of a session.
 *
 * It starts at nvram's [time] and moves in two ways only: each reading by the
 * program adds a fixed step, and waiting takes it at once to the end of the wait.
 * So it never depends on the host, and it never stands still for a program that
 * waits in a loop.
 */
#ifndef ZRT_CLOCK_H
#define ZRT_CLOCK_H

#include <stdint.h>

#define ZRT_CLOCK_STEP 1000 /* ns; unless [time] step= says else */

/* Session time starts at `ns` after 1970, and a reading takes `step` ns. */
void zrt_clock_init(int64_t ns, int64_t step);

/* ns after 1970, without taking time. */
int64_t zrt_clock_now(void);

/* The same as zrt_clock_now in the parts of a timespec. */
void zrt_clock_peek(int64_t *sec, uint32_t *nsec);

/* A reading by the program: adds the step, then gives ns after 1970. */
int64_t zrt_clock_read(void);

/* ns since the session began, without taking time: CPU time, uptime. */
int64_t zrt_clock_elapsed(void);

/* Waiting: the clock goes on to `ns` after 1970 unless it is already there. */
void zrt_clock_advance_to(int64_t ns);

#endif
