/* SPDX-License-Identifier: Apache-2.0 */
/* LLVM's assembler as a filter: it expands macros and knows what bytes mean. */
#ifndef ZVM_REWRITE_TOOL_H
#define ZVM_REWRITE_TOOL_H

#include <stdio.h>

#include "out.h"

#define LLVM_MC "llvm-mc-19"

/*
 * Runs argv with `input` as its standard input and gives its standard output;
 * what it reports goes to `reports`, or where ours goes.  Returns its exit
 * status; ends the program if it can not be run.
 */
int tool_run(const char *const *argv, const struct out *input, struct out *output, FILE *reports);

#endif
