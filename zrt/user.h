/* SPDX-License-Identifier: Apache-2.0 */
/*
 * user.h - are the addresses that a program passes to a call addresses at all?
 *
 * A program and ZRT share one address space, so this protects nobody: it turns
 * the usual mistakes (null, -1, an address above the sandbox) into EFAULT as
 * Linux does, where the program would otherwise end in a fault.  Memory that
 * the program has given back is not noticed.
 */
#ifndef ZRT_USER_H
#define ZRT_USER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Readable: [low, hole) and [hole_end, high); writable: the same from
 * writable_low on.  Set by zrt_user_init.
 */
struct zrt_user_bounds {
	uint64_t low, writable_low, hole, hole_end, high;
};
extern struct zrt_user_bounds zrt_user;

/* Takes the bounds from the session block. */
void zrt_user_init(void);

static inline bool zrt_in_bounds(uint64_t low, const void *p, size_t n)
{
	uint64_t at = (uint64_t)(uintptr_t)p, end = at + n;

	if (__builtin_expect(end < at, 0))
		return false;
	if (n == 0) /* stdio passes a null pointer for nothing */
		return at <= zrt_user.high;
	return (at >= low && end <= zrt_user.hole) || (at >= zrt_user.hole_end && end <= zrt_user.high);
}

/* The program may read [p, p + n). */
static inline bool zrt_readable(const void *p, size_t n)
{
	return zrt_in_bounds(zrt_user.low, p, n);
}

/* The program may write [p, p + n). */
static inline bool zrt_writable(const void *p, size_t n)
{
	return zrt_in_bounds(zrt_user.writable_low, p, n);
}

#endif
