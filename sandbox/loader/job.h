/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Daemon mode: a program that has started slowly goes on once for each request.
 *
 *   keeper    forked before anything of the guest is loaded.  Listens on the Job
 *             socket; for each request a child of it reads the manifest and opens
 *             the channels.  Never runs guest code.
 *   template  what zvm_fork leaves: the guest's memory, waiting.  It can only
 *             receive a descriptor, fork, and die.
 *   session   a child of the template for each request; gets its channels from
 *             the keeper's child, returns 0 from zvm_fork, ends with a report.
 */
#ifndef ZVM_LOADER_JOB_H
#define ZVM_LOADER_JOB_H

#include <manifest/manifest.h>

#include <stdbool.h>

/* Starts the keeper if the manifest has a Job; refuses if its socket cannot be had. */
void job_start(const struct manifest *m);

/* The descriptor to the keeper, -1 without a Job. */
int job_fd(void);

/* The runtime call zvm_fork. */
int64_t job_fork(void);

/*
 * What a keeper's child sends to the session, as messages over one socket: this,
 * then each channel, then each of its sources with its descriptor.  Both are forks
 * of one process image, so pointers to static data mean the same in both.
 */
struct job_request {
	uint32_t channel_count;
	uint32_t timeout;   /* seconds */
	bool network;
};

/* The keeper's process; `control` leads to the template, `listener` to clients. */
_Noreturn void keeper_run(const struct manifest *m, int control, int listener);

#endif
