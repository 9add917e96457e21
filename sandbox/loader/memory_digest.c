/* SPDX-License-Identifier: Apache-2.0 */
#include "memory_digest.h"

#include "digest.h"
#include "guest.h"
#include "session.h"
#include "space.h"

#include <stdbool.h>
#include <string.h>

static struct digest digest;
static bool wanted;

void memory_digest_want(enum manifest_digest algorithm)
{
	digest_begin(&digest, algorithm);
	wanted = true;
	session_result.digest_name = manifest_digest_name(algorithm);
}

static bool is_zero(const uint8_t *page)
{
	/* Every byte equals the one before it, and the first is zero. */
	return page[0] == 0 && memcmp(page, page + 1, ZVM_PAGE - 1) == 0;
}

static void add_page(uint64_t address)
{
	uint8_t label[8];

	for (unsigned i = 0; i < 8; i++)
		label[i] = (uint8_t)(address >> (8 * i));
	digest_update(&digest, label, sizeof label);
	digest_update(&digest, guest_pointer(address), ZVM_PAGE);
}

void memory_digest(void)
{
	size_t count;
	const struct region *r = space_regions(&count);

	if (!wanted)
		return;
	for (size_t i = 0; i < count; i++)
		for (uint64_t a = r[i].start; a < r[i].end; a += ZVM_PAGE)
			if (!is_zero(guest_pointer(a)))
				add_page(a);
	digest_final(&digest, &session_result.memory_digest);
}
