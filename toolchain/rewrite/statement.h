/* SPDX-License-Identifier: Apache-2.0 */
/* Splits assembly text into statements. */
#ifndef ZVM_REWRITE_STATEMENT_H
#define ZVM_REWRITE_STATEMENT_H

#include "asm.h"

/* The statements are slices of `text`, which must outlive them. */
void statements_read(struct str text, struct statements *all);

/* Room for one more, with nothing in it yet. */
struct statement *statements_add(struct statements *all);

/* A copy of text that lives as long as the statements. */
struct str statements_keep(struct statements *all, const char *text, size_t n);

#endif
