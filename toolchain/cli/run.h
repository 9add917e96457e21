/* SPDX-License-Identifier: Apache-2.0 */
/* zvm run: a program in the sandbox without writing a manifest. */
#ifndef ZVM_CLI_RUN_H
#define ZVM_CLI_RUN_H

#include "session.h"
#include "start.h"

/* Adds the channel that tells the runtime its arguments and mounts; the last step. */
void run_add_nvram(struct session *s);

/* Refuses a --report that is the program or a file of a channel; once all are known. */
void run_check_report(const struct session *s);

/* Writes the report where --report says, if it says so; warns and returns false if that fails. */
bool run_write_report(const struct session *s, const struct running *r);

/* Whether the program called exit; only then ZRT has written its images. */
bool run_has_ended(const struct running *r);

int run_main(int argc, char **argv);

#endif
