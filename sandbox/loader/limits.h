/* SPDX-License-Identifier: Apache-2.0 */
/* Time and resource limits of the session, and what it used of them. */
#ifndef ZVM_LOADER_LIMITS_H
#define ZVM_LOADER_LIMITS_H

#include <manifest/manifest.h>

/* Starts the session's clock for accounting; first of all. */
void limits_begin(void);

/* Starts the wall-clock limit and sets the resource limits. */
void limits_start(const struct manifest *m);

/* Sets the wall-clock limit anew; 0: none. */
void limits_restart(uint32_t timeout);

/* Puts the peak of resident memory into the session's result: before a memory digest reads all. */
void limits_peak(void);

/* Puts times into the session's result. */
void limits_account(void);

#endif
