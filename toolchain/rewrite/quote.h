/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GCC writes names with letters outside of ASCII as they are; LLVM's assembler
 * wants them in quotes.
 */
#ifndef ZVM_REWRITE_QUOTE_H
#define ZVM_REWRITE_QUOTE_H

#include "out.h"

void quote_names(struct out *text);

#endif
