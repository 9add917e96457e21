/* SPDX-License-Identifier: Apache-2.0 */
/* The digest of the guest's memory at the end of the session. */
#ifndef ZVM_LOADER_MEMORY_DIGEST_H
#define ZVM_LOADER_MEMORY_DIGEST_H

#include <manifest/manifest.h>

/* Asks for a digest at the session's end. */
void memory_digest_want(enum manifest_digest algorithm);

/*
 * Computes it into the session's result, if it was asked for: over the address
 * (8 bytes, little-endian) and the contents of every page of the plan that is not
 * all zero, in ascending order.
 */
void memory_digest(void);

#endif
