/* SPDX-License-Identifier: Apache-2.0 */
/* Follows the directives that choose a section. */
#ifndef ZVM_REWRITE_SECTION_H
#define ZVM_REWRITE_SECTION_H

#include "asm.h"

enum { SECTION_DEPTH = 32 };

struct section {
	bool code;   /* executable */
	bool loaded; /* part of the program's memory */
};

/* What an earlier directive said of a section: later ones may leave it out. */
struct named_section {
	struct str name;
	struct section is;
};

struct sections {
	struct section now, previous, stack[SECTION_DEPTH];
	int depth;
	struct named_section *named;
	size_t count, room;
};

void sections_begin(struct sections *s);
void sections_end(struct sections *s);

/* Whether a directive chooses the section of what follows. */
bool sections_chosen(struct str text);

/* `text` is any directive; those about sections take effect. */
void sections_directive(struct sections *s, struct str text);

#endif
