/* SPDX-License-Identifier: Apache-2.0 */
/* zvm run --verify-deterministic: two runs that must not differ. */
#ifndef ZVM_CLI_VERIFY_H
#define ZVM_CLI_VERIFY_H

#include "start.h"

/*
 * Runs the session twice on the same input and compares exit codes, accounting
 * and digests of all channels, and the memory at the end.  The effects are those
 * of one run.  *r is the first run; if the second differs, a message names what
 * does and r->status becomes EXIT_DIFFERS.  Digests must be on.
 */
void verify_session(struct session *s, struct running *r);

#endif
