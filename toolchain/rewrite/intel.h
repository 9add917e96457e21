/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GNU's assembler and GCC write some things in Intel syntax that LLVM's
 * assembler spells differently.  Only text behind .intel_syntax changes.
 */
#ifndef ZVM_REWRITE_INTEL_H
#define ZVM_REWRITE_INTEL_H

#include "out.h"

void intel_dialect(struct out *text);

#endif
