/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZVM_REWRITE_DUMP_H
#define ZVM_REWRITE_DUMP_H

#include "rewrite.h"

/* Appends what the step leaves to `o`; false: there is no such step. */
bool dump_step(struct rewriter *r, const char *step, struct out *o);

#endif
