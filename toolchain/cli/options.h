/* SPDX-License-Identifier: Apache-2.0 */
/* The options of `zvm run`, as given. */
#ifndef ZVM_CLI_OPTIONS_H
#define ZVM_CLI_OPTIONS_H

#include "common.h"

enum access { ACCESS_RO, ACCESS_RW, ACCESS_WO };

/* --volume or --image */
struct mount_option {
	const char *host;  /* path of a folder or of a tar file */
	const char *guest; /* absolute path in the sandbox */
	enum access access;
	bool image;        /* the host path is a tar file */
};

struct options {
	uint64_t memory;      /* bytes of guest memory */
	bool memory_given;
	uint64_t stack;       /* bytes, 0: the default */
	uint32_t timeout;     /* seconds of wall-clock time */
	uint32_t cpu;         /* seconds of processor time, 0: no limit */
	const char *time;     /* start of the guest's clock in seconds since 1970, or NULL */
	uint64_t step;        /* ns that each reading adds to it, 0: as the runtime has it */
	const char *seed;     /* of the guest's random stream, or NULL */
	const char *digest;   /* algorithm; NULL: keep no digests */
	const char *report;   /* file for the session's report, or NULL */
	const char *save;     /* directory that keeps the session's files, or NULL */
	bool jail;            /* the program may add code */
	bool debug;           /* under gdb */
	bool verify;          /* run twice and compare */
	struct list env;      /* NAME=VALUE */
	struct mount_option *mounts;
	size_t mount_count;
	const char *program;
	struct list args;     /* behind the program, as typed */
};

/* Parses the command line; prints help or an error and exits if asked or wrong. */
void options_parse(struct options *o, int argc, char **argv);

void options_init(struct options *o); /* the defaults */

/*
 * Sets one option by its long name: a pipeline's instances have those of `zvm
 * run`.  Returns false if there is no such option for a session; ends zvm if the
 * value is wrong.
 */
bool options_set(struct options *o, const char *name, const char *value);

/* Names that options_set takes, ending with NULL, behind those of `more`. */
const char *const *options_names(const char *const *more);

#endif
