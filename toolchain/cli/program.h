/* SPDX-License-Identifier: Apache-2.0 */
/* The program file: what it is, before the loader sees it. */
#ifndef ZVM_CLI_PROGRAM_H
#define ZVM_CLI_PROGRAM_H

#include "options.h"

/*
 * If the program is not on this machine but in one of the options' images, a
 * path to a copy of it, that is good for this process and those it starts.
 * Else NULL.
 */
char *program_in_images(const struct options *o);

/*
 * Opens a program for the sandbox.  Anything else ends zvm with a message that
 * says what the file is and what to do: status 127 if there is no such file,
 * 126 if it is no program for the sandbox.
 */
int program_open(const char *path);

#endif
