/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instructions of CPU features that the sandbox does not have.  On such a CPU
 * they trap; so programs ask the CPU before they use them, and the sandbox's
 * answers no.
 */
#ifndef ZVM_REWRITE_MISSING_H
#define ZVM_REWRITE_MISSING_H

#include "asm.h"

/* The feature that the instruction needs, or NULL if the sandbox has it or the rules are against it. */
const char *missing_feature(const struct insn *i);

#endif
