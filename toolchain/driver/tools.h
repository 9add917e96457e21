/* SPDX-License-Identifier: Apache-2.0 */
/* The tools beside the compilers: x86_64-zvm-linux-musl-ar and its like. */
#ifndef ZVM_DRIVER_TOOLS_H
#define ZVM_DRIVER_TOOLS_H

#include "plan.h"

/*
 * If the program was called by the name of a tool, becomes that tool and does
 * not return.  `name` is the base name of argv[0].
 */
void tools_run(const char *name, const struct list *arguments, const char *sdk);

/* Whether the driver was called as the assembler; if so, turns arguments of
 * GNU as into arguments of the compiler. */
bool tools_assembler(const char *name, struct list *arguments);

#endif
