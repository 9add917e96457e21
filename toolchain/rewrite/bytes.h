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

/* An alignment directive's power of two, or -1 for other directives. */
int bytes_alignment(struct str word, struct str args);

#endif
