/* SPDX-License-Identifier: Apache-2.0 */
/* What to do about the linker's messages: a table.  Pure. */
#ifndef ZVM_DRIVER_REMEDIES_H
#define ZVM_DRIVER_REMEDIES_H

#include "list.h"

/* Adds a sentence for each kind of failure that stands in the linker's text,
 * once per kind. */
void remedies_find(struct list *remedies, const char *text);

/* Whether the text complains of sizes, so that a list of the largest symbols
 * helps; TLS only if it is about thread-local variables. */
enum too_large { NOT_TOO_LARGE, TOO_LARGE, TLS_TOO_LARGE };
enum too_large remedies_size(const char *text);

#endif
