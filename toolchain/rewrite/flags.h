/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZVM_REWRITE_FLAGS_H
#define ZVM_REWRITE_FLAGS_H

#include "rewrite.h"

/* Whether an instruction behind the one in work reads flags from before it. */
bool flags_live(const struct rewriter *r);

/* The same, but no further than the next label. */
bool flags_read_next(const struct rewriter *r);

/*
 * The flags go to FLAGS_SIZE bytes at `at`(%esp), and come back from there, wherever
 * %esp is by then.  Coming back costs r11.
 */
enum { FLAG_CF, FLAG_OF, FLAG_SF, FLAG_NS, FLAG_PF, FLAG_NZ, FLAGS_SIZE = 8 }; /* NS, NZ: not SF, not ZF */
void keep_flags(struct rewriter *r, int at);
void return_flags(struct rewriter *r, int at);

#endif
