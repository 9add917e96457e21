/* SPDX-License-Identifier: Apache-2.0 */
/* Runs one session under the loader and waits for it. */
#ifndef ZVM_CLI_START_H
#define ZVM_CLI_START_H

#include "session.h"

#include <sys/types.h>

/* A loader that runs, and after start_wait how it ended. */
struct running {
	pid_t pid;    /* 0: it has ended */
	int report_fd;
	int status;   /* exit status as a shell counts it */
	char *report; /* JSON, "" if the loader wrote none */
};

struct running start_session(const struct session *s);

/*
 * Waits until one of the sessions ends, and returns its index; -1 if none runs.
 * Meanwhile signals that ask zvm to end go to the loaders: they report, and
 * their status is ours.
 */
int start_wait_any(struct running *list, size_t count);

/* The same for one session. */
void start_wait(struct running *r);

/* Arguments of the loader for the session, ending with NULL; report_fd is inherited. */
char **start_arguments(const struct session *s, int report_fd);

#endif
