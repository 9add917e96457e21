/* SPDX-License-Identifier: Apache-2.0 */
#include "memory_digest.h"

#include "bytes.h"
#include "confine.h"
#include "digest.h"
#include "guest.h"
#include "session.h"
#include "space.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static struct digest digest;
static bool wanted;
static int page_map = -1; /* of /proc/self: one word for each page */

/* Words of the page map: proc_pid_pagemap(5). */
#define IN_MEMORY (UINT64_C(1) << 63)
#define IN_SWAP (UINT64_C(1) << 62)
#define MAP_WORDS 512 /* at a time */

void memory_digest_want(enum manifest_digest algorithm, bool own_memory)
{
	digest_begin(&digest, algorithm);
	wanted = true;
	if (own_memory)
		page_map = confine_open_page_map();
	session_result.digest_name = manifest_digest_name(algorithm);
}

static void add_page(uint64_t address)
{
	uint8_t label[8];

	for (unsigned i = 0; i < 8; i++)
		label[i] = (uint8_t)(address >> (8 * i));
	digest_update(&digest, label, sizeof label);
	digest_update(&digest, guest_pointer(address), ZVM_PAGE);
}

int memory_digest_fd(void)
{
	return page_map;
}

/* The words of up to MAP_WORDS pages from `address`; all "in memory" if unknown. */
static void read_map(uint64_t address, uint64_t *words, size_t count)
{
	size_t size = count * sizeof *words;

	if (page_map >= 0 &&
	    pread(page_map, words, size, (off_t)(address / ZVM_PAGE * sizeof *words)) == (ssize_t)size)
		return;
	for (size_t i = 0; i < count; i++)
		words[i] = IN_MEMORY;
}

static void add_region(uint64_t start, uint64_t end)
{
	uint64_t words[MAP_WORDS];

	while (start < end) {
		uint64_t pages = (end - start) / ZVM_PAGE;
		size_t count = pages < MAP_WORDS ? (size_t)pages : MAP_WORDS;

		read_map(start, words, count);
		for (size_t i = 0; i < count; i++, start += ZVM_PAGE)
			if (words[i] & (IN_MEMORY | IN_SWAP) && !bytes_zero(guest_pointer(start), ZVM_PAGE))
				add_page(start);
	}
}

void memory_digest(void)
{
	size_t count;
	const struct region *r = space_regions(&count);

	if (!wanted)
		return;
	for (size_t i = 0; i < count; i++)
		add_region(r[i].start, r[i].end);
	digest_final(&digest, &session_result.memory_digest);
}
