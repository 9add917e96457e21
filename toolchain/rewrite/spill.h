/* SPDX-License-Identifier: Apache-2.0 */
/* Jumps through memory where no register is free. */
#ifndef ZVM_REWRITE_SPILL_H
#define ZVM_REWRITE_SPILL_H

#include "rewrite.h"

/* Finds them, and marks the labels that they may reach. */
void spill_plan(struct rewriter *r);

/* At an indirect jump: keeps r11 if its targets restore it. */
bool spill_jump(struct rewriter *r);

/* Writes a label that restores r11. */
void spill_label(struct rewriter *r, struct str name);

/* What a direct branch to that label has to put before its name. */
const char *spill_prefix(const struct rewriter *r, struct str target);

#endif
