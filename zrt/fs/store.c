/* SPDX-License-Identifier: Apache-2.0 */
#include "store.h"

#include "heap.h"

#include <errno.h>
#include <string.h>

#define NODE_SHIFT 10 /* a node is one page of 32-bit entries */
#define NODE ((uint32_t)1 << NODE_SHIFT)
#define NODE_MASK (NODE - 1)
#define FIRST_CAPACITY 4

static void *to_address(uint32_t number)
{
	return (void *)((uintptr_t)number << ZRT_STORE_SHIFT);
}

static uint32_t to_number(const void *page)
{
	return (uint32_t)((uintptr_t)page >> ZRT_STORE_SHIFT);
}

struct zrt_pages *zrt_store_new(void)
{
	struct zrt_pages *store = zrt_zalloc(sizeof *store);

	if (!store)
		return NULL;
	store->root = zrt_zalloc(FIRST_CAPACITY * sizeof *store->root);
	if (!store->root) {
		zrt_free(store);
		return NULL;
	}
	store->capacity = FIRST_CAPACITY;
	return store;
}

static void free_root(struct zrt_pages *store)
{
	if (store->capacity == NODE)
		zrt_pages_free(store->root, 1);
	else
		zrt_free(store->root);
}

/* Frees a node's children; `height` levels of nodes are below it. */
static void free_below(uint32_t *node, uint32_t height)
{
	for (uint32_t i = 0; height && i < NODE; i++) {
		if (!node[i])
			continue;
		free_below(to_address(node[i]), height - 1);
		zrt_pages_free(to_address(node[i]), 1);
	}
}

void zrt_store_free(struct zrt_pages *store)
{
	zrt_store_clear(store, 0, ZRT_STORE_MAX);
	free_below(store->root, store->height);
	free_root(store);
	zrt_free(store);
}

/* Entries that the tree covers. */
static uint64_t span(const struct zrt_pages *store)
{
	return (uint64_t)store->capacity << store->height * NODE_SHIFT;
}

/*
 * The entry of page `index`, and how many entries its leaf has from there on.
 * NULL: there is no leaf, *rest pages from there on are a hole.
 */
static uint32_t *find(const struct zrt_pages *store, uint64_t index, uint64_t *rest)
{
	uint32_t *node = store->root;

	if (index >= span(store)) {
		*rest = ZRT_STORE_MAX - index;
		return NULL;
	}
	for (uint32_t level = store->height; level; level--) {
		uint32_t child = node[index >> level * NODE_SHIFT & NODE_MASK];
		uint64_t covers = (uint64_t)1 << level * NODE_SHIFT;

		if (!child) {
			*rest = covers - (index & (covers - 1));
			return NULL;
		}
		node = to_address(child);
	}
	index &= NODE_MASK;
	*rest = (store->height ? NODE : store->capacity) - (uint32_t)index;
	return node + index;
}

/* A bigger root: a longer leaf, or one more level. */
static int grow(struct zrt_pages *store)
{
	uint32_t *root;

	if (store->capacity < NODE) {
		uint32_t capacity = store->capacity * 4;

		root = capacity == NODE ? zrt_pages(1, ZRT_PAGES_ZERO) : zrt_zalloc(capacity * sizeof *root);
		if (!root)
			return -ENOMEM;
		memcpy(root, store->root, store->capacity * sizeof *root);
		free_root(store);
		store->capacity = capacity;
	} else {
		root = zrt_pages(1, ZRT_PAGES_ZERO);
		if (!root)
			return -ENOMEM;
		root[0] = to_number(store->root);
		store->height++;
	}
	store->root = root;
	return 0;
}

/* Like find, but makes the way there. */
static uint32_t *make(struct zrt_pages *store, uint64_t index, uint64_t *rest)
{
	uint32_t *node;

	while (index >= span(store)) {
		if (grow(store) < 0)
			return NULL;
	}
	node = store->root;
	for (uint32_t level = store->height; level; level--) {
		uint32_t *entry = &node[index >> level * NODE_SHIFT & NODE_MASK];

		if (!*entry) {
			void *child = zrt_pages(1, ZRT_PAGES_ZERO);

			if (!child)
				return NULL;
			*entry = to_number(child);
		}
		node = to_address(*entry);
	}
	index &= NODE_MASK;
	*rest = (store->height ? NODE : store->capacity) - (uint32_t)index;
	return node + index;
}

uint8_t *zrt_store_page(const struct zrt_pages *store, uint64_t index)
{
	uint64_t rest;
	uint32_t *entry = find(store, index, &rest);

	return entry && *entry ? to_address(*entry) : NULL;
}

uint64_t zrt_store_run(const struct zrt_pages *store, uint64_t index, uint64_t limit, uint8_t **at)
{
	uint64_t rest;
	uint32_t *entry = find(store, index, &rest);
	uint64_t length = 1;

	if (!entry) {
		*at = NULL;
		return rest < limit ? rest : limit;
	}
	if (limit > rest)
		limit = rest;
	*at = *entry ? to_address(*entry) : NULL;
	if (*entry) {
		while (length < limit && entry[length] == *entry + length)
			length++;
	} else {
		while (length < limit && !entry[length])
			length++;
	}
	return length;
}

int64_t zrt_store_fill(struct zrt_pages *store, uint64_t index, uint64_t count, bool zero, uint8_t **at)
{
	uint64_t rest;
	uint32_t *entry = make(store, index, &rest);
	void *pages;

	if (!entry)
		return -ENOMEM;
	/* The root of a small file is short: the run may go on in a longer one. */
	if (count > rest && !store->height && store->capacity < NODE) {
		uint64_t last = index + count - 1;

		if (!make(store, last < NODE ? last : NODE_MASK, &rest))
			return -ENOMEM;
		entry = find(store, index, &rest);
	}
	if (count > rest)
		count = rest;
	for (uint64_t i = 0; i < count; i++) {
		if (entry[i])
			count = i;
	}
	while (!(pages = zrt_pages(count, zero ? ZRT_PAGES_ZERO : 0))) {
		if (count == 1)
			return -ENOSPC;
		count /= 2;
	}
	for (uint64_t i = 0; i < count; i++)
		entry[i] = to_number(pages) + (uint32_t)i;
	store->count += count;
	*at = pages;
	return (int64_t)count;
}

int zrt_store_prepare(struct zrt_pages *store, uint64_t index, uint64_t count)
{
	uint64_t end = index + count, rest;

	for (; index < end; index += rest) {
		if (!make(store, index, &rest))
			return -ENOMEM;
	}
	return 0;
}

void zrt_store_set(struct zrt_pages *store, uint64_t index, uint8_t *page)
{
	uint64_t rest;
	uint32_t *entry = find(store, index, &rest);

	if (!*entry)
		store->count++;
	*entry = to_number(page);
}

struct zrt_mapping *zrt_store_mapping(const struct zrt_pages *store, uint64_t index)
{
	struct zrt_mapping *m = store->mappings;

	while (m && !(index >= m->first && index - m->first < m->count))
		m = m->next;
	return m;
}

void zrt_store_clear(struct zrt_pages *store, uint64_t index, uint64_t end)
{
	if (end > span(store))
		end = span(store);
	while (index < end) {
		uint8_t *at;
		uint64_t run = zrt_store_run(store, index, end - index, &at);
		uint64_t rest;
		uint32_t *entry;

		if (!at) {
			index += run;
			continue;
		}
		if (store->mappings) {
			if (zrt_store_mapping(store, index)) {
				memset(at, 0, ZRT_STORE_PAGE);
				index++;
				continue;
			}
			run = 1;
		}
		entry = find(store, index, &rest);
		memset(entry, 0, run * sizeof *entry);
		zrt_pages_free(at, run);
		store->count -= run;
		index += run;
	}
}

uint64_t zrt_store_next(const struct zrt_pages *store, uint64_t index)
{
	uint64_t end = span(store);

	while (index < end) {
		uint8_t *at;
		uint64_t run = zrt_store_run(store, index, end - index, &at);

		if (at)
			return index;
		index += run;
	}
	return ZRT_STORE_MAX;
}
