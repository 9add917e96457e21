/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes that stand among instructions.  Some are instructions that people write
 * as bytes for old assemblers; constants and tables move to .rodata, where the
 * program reads them as before.
 */
#ifndef ZVM_REWRITE_BYTES_H
#define ZVM_REWRITE_BYTES_H

#include "rewrite.h"

/* Before any label or directive in code: changes to .rodata and back as needed. */
void bytes_place(struct rewriter *r);

/* A data directive in code, with those that follow it; false: write it as it is. */
bool bytes_rewrite(struct rewriter *r);

/* The bytes of all data directives from statement n on, in hexadecimal, if they are
 * plain and fit into `room` digits; leaves the statement behind them. */
bool bytes_collect(const struct statements *all, size_t n, char *hex, size_t room, size_t *used, size_t *end);

bool bytes_are_data(const struct statement *st); /* a directive that writes data */
bool bytes_known(const char *hex, size_t n);     /* all of it: instructions of the table */
bool bytes_ends_flow(struct str instruction);    /* nothing goes on behind it */

/* An alignment directive's power of two, or -1 for other directives. */
int bytes_alignment(struct str word, struct str args);

#endif
