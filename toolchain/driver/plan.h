/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what the user asked for to the programs that do it, in order.  Pure but
 * for one question to the caller (is_bitcode): the plan of a command line
 * depends on nothing else, and `-###` prints it.
 */
#ifndef ZVM_DRIVER_PLAN_H
#define ZVM_DRIVER_PLAN_H

#include "command.h"

#define ZVM_TARGET "x86_64-zvm-linux-musl"

struct place {
	const char *sdk;       /* the folder that holds bin/ */
	const char *temporary; /* a folder for what lies between stages */
	const char *compiler;  /* "clang-19" or "gcc-12" */
	bool gcc;
	/* Whether a file is LLVM bitcode, or an archive that holds some. */
	bool (*is_bitcode)(const char *file);
};

enum stage_kind {
	RUN,      /* a program; its failure is the driver's */
	REWRITE,  /* zvm-rewrite, whose errors shall name lines of the source */
	LINK,     /* the linker, whose words the driver explains */
	VALIDATE, /* zvm-validate, whose words the driver explains */
};

struct stage {
	enum stage_kind kind;
	struct list arguments; /* [0] is the program */
	struct list located;   /* REWRITE: compiles again to its input, with line numbers */
	const char *output;    /* removed if the stage fails; NULL if it is not the driver's */
	size_t input;          /* stages of one source are skipped after its failure */
};

struct plan {
	struct stage *stages;
	size_t count;
};

/* On failure returns false, and *error holds a sentence. */
bool plan_make(struct plan *plan, const struct command *command, const struct place *place,
               const char **error);

/* The sysroot of a command: headers in include/, libraries in lib/. */
const char *plan_sysroot(const struct command *command, const struct place *place);

#endif
