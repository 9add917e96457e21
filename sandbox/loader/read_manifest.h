/* SPDX-License-Identifier: Apache-2.0 */
/* The manifest's text, from its file into struct manifest. */
#ifndef ZVM_LOADER_READ_MANIFEST_H
#define ZVM_LOADER_READ_MANIFEST_H

#include <manifest/manifest.h>

/* Reads and parses it; refuses what is wrong with line and reason. */
const struct manifest *read_manifest(const char *path);

#endif
