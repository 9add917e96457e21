/* SPDX-License-Identifier: Apache-2.0 */
/* zvm run --debug: the session under gdb. */
#ifndef ZVM_CLI_DEBUG_H
#define ZVM_CLI_DEBUG_H

#include "session.h"

/*
 * Replaces zvm by gdb, which stops in the program's main with its symbols
 * loaded.  Guest pointers are real addresses, so nothing has to be translated.
 */
_Noreturn void debug_session(const struct session *s);

#endif
