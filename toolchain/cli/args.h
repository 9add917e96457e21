/* SPDX-License-Identifier: Apache-2.0 */
/* Command-line options out of a table, which the help prints too. */
#ifndef ZVM_CLI_ARGS_H
#define ZVM_CLI_ARGS_H

#include <stdint.h>
#include <stdio.h>

struct option_row {
	char letter;       /* 0: none */
	const char *name;  /* without the dashes; NULL ends the table */
	const char *value; /* its name in the help, NULL: takes none */
	const char *help;
};

struct args {
	const char *command;             /* "zvm run", for messages */
	const struct option_row *options;
	char **rest;                     /* what is still to be read */
	const char *letters;             /* what is left of "-abc" */
	const char *value;               /* of the option that args_next returned */
};

/*
 * The index of the next option, or -1 at the first argument that is none (a
 * "--" before it is skipped); args->rest then points to it.  Wrong options end
 * the program with a message and the name that was probably meant.
 */
int args_next(struct args *args);

/* A line or more for each row of the table. */
void args_help(FILE *out, const struct option_row *options);

/* Numbers of options: end the program if not min..max. C notation. */
uint64_t args_number(const struct args *args, const char *what, uint64_t min, uint64_t max);

/* The same with K, M or G (any case, an "iB" or "B" may follow) for powers of 1024. */
uint64_t args_size(const struct args *args, const char *what, uint64_t min, uint64_t max);

#endif
