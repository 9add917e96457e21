/* SPDX-License-Identifier: Apache-2.0 */
/* Splits assembly text into statements. */
#ifndef ZVM_REWRITE_STATEMENT_H
#define ZVM_REWRITE_STATEMENT_H

#include "asm.h"

/* The statements are slices of `text`, which must outlive them. */
void statements_read(struct str text, struct statements *all);

#endif
