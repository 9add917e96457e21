/* SPDX-License-Identifier: Apache-2.0 */
/* Runs the last two stages and adds to their messages what the user can do. */
#ifndef ZVM_DRIVER_EXPLAIN_H
#define ZVM_DRIVER_EXPLAIN_H

#include "command.h"

/* Runs the linker; on failure remedies follow its messages.  Returns its exit
 * status. */
int explain_link(const struct list *arguments);

/* Runs zvm-validate on `program`; for each violation function and source line
 * follow.  Returns its exit status. */
int explain_validation(const struct list *arguments, const char *program);

/* What may be the reason that a source does not compile. */
void explain_language(const struct input *in);

#endif
