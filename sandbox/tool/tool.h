/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZVM_TOOL_H
#define ZVM_TOOL_H

#include <stdbool.h>

/*
 * Leaves this process, and what it becomes, the system calls of a program that
 * reads files and writes to what is open already; all others fail with EPERM.
 */
bool tool_filter(void);

#endif
