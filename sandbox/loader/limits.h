/* SPDX-License-Identifier: Apache-2.0 */
/* Time and resource limits of the session, and what it used of them. */
#ifndef ZVM_LOADER_LIMITS_H
#define ZVM_LOADER_LIMITS_H

#include <manifest/manifest.h>

/* Starts the session's clock for accounting; first of all. */
void limits_begin(void);

/* Starts the wall-clock limit and sets the resource limits. */
void limits_start(const struct manifest *m);

/* Puts times and peak memory into the session's result. */
void limits_account(void);

#endif
