/* SPDX-License-Identifier: Apache-2.0 */
/* Digests of channels and memory, from nettle. */
#ifndef ZVM_LOADER_DIGEST_H
#define ZVM_LOADER_DIGEST_H

#include <manifest/manifest.h>
#include <report/report.h>

#include <stddef.h>

struct digest;

/* A new digest; refuses the session if there is no memory. */
struct digest *digest_new(enum manifest_digest algorithm);

void digest_update(struct digest *d, const void *data, size_t size);

/* The digest of all bytes so far; resets it. */
void digest_final(struct digest *d, struct session_digest *out);

#endif
