/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hand-written assembly may have macros, repetitions, conditions and Intel
 * syntax.  LLVM's assembler expands them and prints plain statements, with a
 * `.loc` for each instruction so that messages and debuggers find the source.
 */
#ifndef ZVM_REWRITE_NORMALISE_H
#define ZVM_REWRITE_NORMALISE_H

#include "asm.h"
#include "out.h"

struct normaliser {
	const char *name;       /* of the source, for messages and line tables */
	bool lines;             /* debuggers shall find the source's lines */
	const char **arguments; /* -I and --defsym with their values */
	size_t count;
	bool made_lines; /* out: the `.loc` statements were not in the source */
};

/* Whether the text has something that only an assembler understands. */
bool needs_normalising(const struct statements *all);

/* Replaces the text; false: the assembler has said why not. */
bool normalise(struct normaliser *n, const struct statements *all, struct out *text);

#endif
