/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a plan: processes, temporary files, signals. */
#ifndef ZVM_DRIVER_RUN_H
#define ZVM_DRIVER_RUN_H

#include "plan.h"

/* Makes the folder for what lies between stages; it is removed when the process
 * ends, also by a signal.  Exits with a message if it cannot be made. */
const char *run_temporary_folder(void);

/* Prints the commands of a plan as -### does: to standard error, quoted. */
void run_print(const struct plan *plan);

/*
 * Runs all stages.  After a failure the other stages of that source and the
 * link are left out, but other sources go on, as compilers do.  Returns the
 * exit status of the driver: that of the first stage that failed, or 0.
 */
int run_plan(const struct plan *plan, const struct command *command);

enum streams { STANDARD_OUTPUT = 1, STANDARD_ERROR = 2, STANDARD_BOTH = 3 };

/* Runs one command with these of its streams in a string; returns its exit
 * status. */
int run_captured(const struct list *arguments, enum streams streams, char **text);

/* Replaces this process; on failure says why and exits. */
_Noreturn void run_instead(const struct list *arguments);

#endif
