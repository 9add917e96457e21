/* SPDX-License-Identifier: Apache-2.0 */
/* Where in the source a statement comes from: .loc directives and `# 12 "f"` marks. */
#ifndef ZVM_REWRITE_SOURCE_H
#define ZVM_REWRITE_SOURCE_H

#include "asm.h"

struct source {
	struct str directory; /* of the name, perhaps empty */
	struct str file;      /* empty: only the assembly's own line is known */
	uint32_t line;
};

struct source source_of(const struct statements *all, size_t n);

struct rewriter;

/* Ends the output with debug information of the unit `name` that leads debuggers to the `.loc` lines. */
void write_line_unit(struct rewriter *r, const char *name);

#endif
