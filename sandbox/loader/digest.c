/* SPDX-License-Identifier: Apache-2.0 */
#include "digest.h"

/*
 * Debian's nettle was compiled against glibc, of which it needs this beyond what
 * any C library has: to tell on request which CPU it found.  It stays silent.
 */
int __fprintf_chk(void *stream, int flag, const char *format, ...);
int __fprintf_chk(void *stream, int flag, const char *format, ...)
{
	(void)stream, (void)flag, (void)format;
	return 0;
}

/*
 * The first block asks the CPU which instructions it has: that must be over when
 * confine_hardware forbids to ask.
 */
static void warm_up(struct digest *d)
{
	static const uint8_t block[128];

	d->hash->update(&d->state, sizeof block, block);
	d->hash->init(&d->state);
}

void digest_begin(struct digest *d, enum manifest_digest algorithm)
{
	static const struct nettle_hash *const hashes[] = {
		[MANIFEST_SHA256] = &nettle_sha256,
		[MANIFEST_SHA1] = &nettle_sha1,
		[MANIFEST_MD5] = &nettle_md5,
	};

	d->hash = hashes[algorithm];
	d->hash->init(&d->state);
	warm_up(d);
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
