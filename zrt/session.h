/* SPDX-License-Identifier: Apache-2.0 */
/*
 * session.h - from the session block to a running program: what nvram says.
 */
#ifndef ZRT_SESSION_H
#define ZRT_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* argv and environment, in memory that stays; both end with NULL. */
struct zrt_arguments {
	int argc;
	char **argv;
	char **envp;
};

/*
 * Sets everything up before main, in this order: heap, bounds of user memory,
 * nvram (read from the channel /dev/nvram), clock, random stream, identity, file
 * system with [mapping] and [fstab].  Errors in nvram are told on stderr with
 * their lines; the session goes on without the faulty record.  Ends the session
 * if there is not even memory for this.
 */
void zrt_session_begin(struct zrt_arguments *arguments);

struct zrt_nvram;

/*
 * A request has continued the session in a copy, with other contents in its
 * channels: reads nvram again.  [mapping] and removable images hold at once; the
 * rest is in *nvram, for the caller to take and free.  Clock, random stream and
 * identity go on as they were.  False: no memory.
 */
bool zrt_session_continue(struct zrt_nvram *nvram);

#endif
