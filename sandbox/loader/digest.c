/* SPDX-License-Identifier: Apache-2.0 */
#include "digest.h"

#include "session.h"

#include <stdlib.h>

#include <nettle/md5.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

struct digest {
	const struct nettle_hash *hash;
	union {
		struct sha256_ctx sha256;
		struct sha1_ctx sha1;
		struct md5_ctx md5;
	} state;
};

struct digest *digest_new(enum manifest_digest algorithm)
{
	static const struct nettle_hash *const hashes[] = {
		[MANIFEST_SHA256] = &nettle_sha256,
		[MANIFEST_SHA1] = &nettle_sha1,
		[MANIFEST_MD5] = &nettle_md5,
	};
	struct digest *d = malloc(sizeof *d);

	if (!d)
		refuse_errno(SESSION_NO_MEMORY, "digest");
	d->hash = hashes[algorithm];
	d->hash->init(&d->state);
	return d;
}

void digest_update(struct digest *d, const void *data, size_t size)
{
	d->hash->update(&d->state, size, data);
}

void digest_final(struct digest *d, struct session_digest *out)
{
	_Static_assert(SHA256_DIGEST_SIZE <= SESSION_DIGEST_MAX, "the largest digest fits");
	out->size = (uint8_t)d->hash->digest_size;
	d->hash->digest(&d->state, out->size, out->bytes);
}
