/* SPDX-License-Identifier: Apache-2.0 */
/* The loader's command line. */
#ifndef ZVM_LOADER_OPTIONS_H
#define ZVM_LOADER_OPTIONS_H

#include <stdbool.h>

struct options {
	const char *manifest;
	const char *report; /* file or fd:N; NULL: standard output or error, whichever is free */
	bool validate_only; /* load and validate, then end */
	bool die_with_parent; /* end when the process that started the loader ends */
	bool preallocate;   /* reserve disk space for the quotas of written files */
};

/* Fills *o and session_output's format and meaning of the exit code; refuses what is wrong. */
void options_parse(struct options *o, int argc, char **argv);

#endif
