/* SPDX-License-Identifier: Apache-2.0 */
/* Standard streams, @FILE and @NAME=VALUE arguments. */
#ifndef ZVM_CLI_FILES_H
#define ZVM_CLI_FILES_H

#include "session.h"

/* Connects the guest's standard streams with ours; a closed one is empty. */
void files_standard(struct session *s);

/*
 * Moves standard input behind what the session has read, as if it had been read
 * in order: whoever shares the descriptor goes on there.
 */
void files_standard_done(const struct session *s, const char *report);

/*
 * Fills s->args and s->env from the command line: @FILE becomes a channel and
 * its path inside, @NAME=VALUE a variable, @@TEXT the argument @TEXT.
 */
void files_arguments(struct session *s);

/* An alias for a host path: "/dev/3.name", as far as a manifest can hold the name. */
char *files_alias(const struct session *s, const char *path);

/* An absolute path for a manifest that is used later, from elsewhere. */
char *files_absolute(const char *path);

#endif
