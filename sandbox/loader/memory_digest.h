/* SPDX-License-Identifier: Apache-2.0 */
/* The digest of the guest's memory at the end of the session. */
#ifndef ZVM_LOADER_MEMORY_DIGEST_H
#define ZVM_LOADER_MEMORY_DIGEST_H

#include <manifest/manifest.h>

#include <stdbool.h>

/*
 * Asks for a digest at the session's end.  `own_memory`: this process is the one
 * that will compute it, so its page map, open from now on, tells which pages were
 * never touched; without it a 4 GiB heap takes many seconds to read.
 */
void memory_digest_want(enum manifest_digest algorithm, bool own_memory);

/* The descriptor of the page map, -1 if there is none. */
int memory_digest_fd(void);

/*
 * Computes it into the session's result, if it was asked for: over the address
 * (8 bytes, little-endian) and the contents of every page of the plan that is not
 * all zero, in ascending order.
 */
void memory_digest(void);

#endif
