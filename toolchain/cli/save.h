/* SPDX-License-Identifier: Apache-2.0 */
/* --save DIR: the session's files, for a later `zerovm DIR/manifest`. */
#ifndef ZVM_CLI_SAVE_H
#define ZVM_CLI_SAVE_H

#include "session.h"

/*
 * Writes DIR/manifest, DIR/nvram and a copy of every channel that has no path
 * of its own.  Fills in the paths.
 */
void save_session(struct session *s, const char *directory);

#endif
