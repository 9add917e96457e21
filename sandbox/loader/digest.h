/* SPDX-License-Identifier: Apache-2.0 */
/* Digests of channels and memory, from nettle. */
#ifndef ZVM_LOADER_DIGEST_H
#define ZVM_LOADER_DIGEST_H

#include <manifest/manifest.h>
#include <report/report.h>

#include <stddef.h>

#include <nettle/md5.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

/* One running digest; needs no memory beside it. */
struct digest {
	const struct nettle_hash *hash;
	union {
		struct sha256_ctx sha256;
		struct sha1_ctx sha1;
		struct md5_ctx md5;
	} state;
};

void digest_begin(struct digest *d, enum manifest_digest algorithm);
void digest_update(struct digest *d, const void *data, size_t size);

/* The digest of all bytes since the beginning; begins anew. */
void digest_final(struct digest *d, struct session_digest *out);

#endif
