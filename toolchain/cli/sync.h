/* SPDX-License-Identifier: Apache-2.0 */
/* What a guest made of a volume goes back into the host's folder. */
#ifndef ZVM_CLI_SYNC_H
#define ZVM_CLI_SYNC_H

#include "tree.h"

#include <stdbool.h>

/*
 * Makes `folder` what the archive holds; `before` is what the guest was given.
 *
 * The archive is a guest's and trusted in nothing: no name leaves the folder,
 * links that do are not made, only permission bits 0777 are taken.  Everything
 * is written to a staging folder first and renamed into place, so each file is
 * old or new, never half.  Equal files are not touched.  What `before` lacks or
 * what has changed on the host meanwhile is neither overwritten nor deleted; a
 * warning says so.  Returns false, with nothing changed and a warning, if the
 * archive is not complete.
 */
bool sync_folder(const char *folder, int archive, const struct tree *before);

#endif
