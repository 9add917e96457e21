/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outer wall (I8): what protects the host should the validator be wrong.
 * Each step refuses the session if the host cannot take it.
 */
#ifndef ZVM_LOADER_CONFINE_H
#define ZVM_LOADER_CONFINE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The loader's own relocated constants become read-only: musl leaves that to a static PIE. */
void confine_own_constants(void);

/* Refuses hosts whose inherited state would break the sandbox (I3, I4, I5). */
void confine_check_environment(void);

/*
 * Opens /proc/self/pagemap without the right to see physical frame numbers, which
 * the kernel grants or not for ever when the file is opened.  Returns -1 if it
 * cannot be opened.  Before confine_drop_privileges, which makes it unreadable.
 */
int confine_open_page_map(void);

/*
 * Becomes an unprivileged user if started as root, without capabilities and
 * without a way to gain privileges; not dumpable.  All files are open.
 */
void confine_drop_privileges(void);

/*
 * The kernel kills this process when its parent, `parent` at the start, has ended.
 * After confine_drop_privileges, which would undo it.
 */
void confine_die_with_parent(pid_t parent);

/* Closes every descriptor that is no channel, report or standard error. */
void confine_close_descriptors(void);

/* Overwrites the environment and the arguments. */
void confine_wipe(char **argv, char **envp);

/* Takes clock and CPU identity from the process where the kernel can. */
void confine_hardware(void);

/* What this session needs beyond what every session does. */
struct confine_needs {
	bool jail;    /* mprotect on guest pages */
	bool network; /* sockets */
	bool job;     /* forks, descriptors from the keeper, a narrower filter later */
	uint64_t table; /* with job: the region that block_update changes */
};

/* Last step: from here on only the system calls in filter.c's tables are possible. */
void confine_filter(struct confine_needs needs);

#endif
