/* SPDX-License-Identifier: Apache-2.0 */
#include "nvram_env.h"

#include <string.h>

#include "heap.h"

#define SIZE_FIRST 64

/* The slot of the name up to '=': the one that holds it, or the free one that it would get. */
static uint32_t *slot_of(const struct zrt_env_index *index, char *const *env, const char *text)
{
	size_t length = (size_t)(strchr(text, '=') + 1 - text);
	uint32_t hash = 2166136261U; /* FNV-1a */
	size_t at;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619U;
	at = hash & (index->size - 1);
	while (index->places[at] && strncmp(env[index->places[at] - 1], text, length))
		at = (at + 1) & (index->size - 1);
	return &index->places[at];
}

/* Room for twice as many. */
static bool widen(struct zrt_env_index *index, char *const *env, size_t count)
{
	struct zrt_env_index wider = {.size = index->size ? index->size * 2 : SIZE_FIRST};

	wider.places = zrt_zalloc(wider.size * sizeof *wider.places);
	if (!wider.places)
		return false;
	for (size_t i = 0; i < count; i++)
		*slot_of(&wider, env, env[i]) = (uint32_t)i + 1;
	zrt_free(index->places);
	*index = wider;
	return true;
}

bool zrt_env_place(struct zrt_env_index *index, char *const *env, size_t count, size_t *place)
{
	uint32_t *slot;

	/* Half of the slots stay free: searches are short, and end. */
	if (count > index->size / 2 && !widen(index, env, count - 1))
		return false;
	slot = slot_of(index, env, env[count - 1]);
	if (!*slot)
		*slot = (uint32_t)count;
	*place = *slot - 1;
	return true;
}
