/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZVM_REWRITE_FLAGS_H
#define ZVM_REWRITE_FLAGS_H

#include "rewrite.h"

/* Whether an instruction behind the one in work reads flags from before it. */
bool flags_live(const struct rewriter *r);

#endif
