/* SPDX-License-Identifier: Apache-2.0 */
#include "dentry.h"

#include "heap.h"
#include "inode.h"
#include "linux.h"

#include <errno.h>
#include <string.h>

#define FIRST_BITS 7 /* buckets at start: 128, 1 KiB */

static struct zrt_dentry *first_table[1 << FIRST_BITS];
static struct zrt_dentry **table = first_table;
static uint32_t table_bits = FIRST_BITS;
static uint64_t entries;

static uint32_t bucket_of(uint64_t ino, uint32_t hash, uint32_t bits)
{
	return (uint32_t)((hash + ino * 0x9E3779B1u) * 0x85EBCA77u) >> (32 - bits);
}

static inline struct zrt_dentry **bucket(const struct zrt_inode *dir, uint32_t hash)
{
	return &table[bucket_of(dir->ino, hash, table_bits)];
}

/* Doubles the table; without memory chains just grow longer. */
static void grow(void)
{
	uint32_t bits = table_bits + 1;
	struct zrt_dentry **bigger;

	if (bits > 26)
		return;
	bigger = zrt_zalloc(sizeof *bigger << bits);
	if (!bigger)
		return;
	for (uint64_t i = 0; i < 1ULL << table_bits; i++) {
		struct zrt_dentry *entry = table[i], *next;

		for (; entry; entry = next) {
			struct zrt_dentry **to = &bigger[bucket_of(entry->dir->ino, entry->hash, bits)];

			next = entry->chain;
			entry->chain = *to;
			*to = entry;
		}
	}
	if (table != first_table)
		zrt_free(table);
	table = bigger;
	table_bits = bits;
}

static void hash_in(struct zrt_dentry *entry)
{
	struct zrt_dentry **head = bucket(entry->dir, entry->hash);

	entry->chain = *head;
	*head = entry;
	if (++entries > 1ULL << table_bits)
		grow();
}

static void hash_out(struct zrt_dentry *entry)
{
	struct zrt_dentry **link = bucket(entry->dir, entry->hash);

	while (*link != entry)
		link = &(*link)->chain;
	*link = entry->chain;
	entries--;
}

static inline bool same_words(const char *a, const char *b, uint32_t at)
{
	uint64_t x, y;

	memcpy(&x, a + at, sizeof x);
	memcpy(&y, b + at, sizeof y);
	return x == y;
}

/* Names are short and nearly always equal here, as their hashes are: a call would cost more. */
static inline bool same_name(const struct zrt_dentry *entry, const struct zrt_name *name)
{
	const char *a = entry->name, *b = name->text;
	uint32_t length = name->length;

	if (entry->hash != name->hash || entry->length != length)
		return false;
	if (length < 8) {
		for (uint32_t i = 0; i < length; i++) {
			if (a[i] != b[i])
				return false;
		}
		return true;
	}
	for (uint32_t i = 0; i + 8 < length; i += 8) {
		if (!same_words(a, b, i))
			return false;
	}
	return same_words(a, b, length - 8);
}

struct zrt_dentry *zrt_dentry_find(const struct zrt_inode *dir, const struct zrt_name *name)
{
	struct zrt_dentry *entry = *bucket(dir, name->hash);

	while (entry && !(entry->dir == dir && same_name(entry, name)))
		entry = entry->chain;
	return entry;
}

/* Gives the entry a name; its old name stays if there is no memory. */
static int set_name(struct zrt_dentry *entry, const struct zrt_name *name)
{
	char *text = entry->spare ? entry->name : entry->small;

	if (name->length >= ZRT_NAME_INLINE && !entry->spare) {
		text = zrt_alloc(name->length + 1);
		if (!text)
			return -ENOMEM;
	}
	if (entry->name && entry->name != entry->small && entry->name != text)
		zrt_free(entry->name);
	memcpy(text, name->text, name->length);
	text[name->length] = 0;
	entry->name = text;
	entry->length = (uint16_t)name->length;
	entry->hash = name->hash;
	return 0;
}

int zrt_dentry_reserve(struct zrt_dentry *entry, const struct zrt_name *name)
{
	char *text;

	if (entry->spare || name->length < ZRT_NAME_INLINE)
		return 0;
	text = zrt_alloc(K_NAME_MAX + 1);
	if (!text)
		return -ENOMEM;
	memcpy(text, entry->name, entry->length + 1u);
	if (entry->name != entry->small)
		zrt_free(entry->name);
	entry->name = text;
	entry->spare = true;
	return 0;
}

static void link_in(struct zrt_dentry *entry, struct zrt_inode *dir)
{
	entry->dir = dir;
	zrt_inode_hold(dir);
	entry->cookie = dir->u.dir.next_cookie++;
	entry->next = NULL;
	entry->prev = dir->u.dir.last;
	*(entry->prev ? &entry->prev->next : &dir->u.dir.first) = entry;
	dir->u.dir.last = entry;
	dir->u.dir.count++;
	hash_in(entry);
}

static void link_out(struct zrt_dentry *entry)
{
	struct zrt_inode *dir = entry->dir;

	hash_out(entry);
	for (struct zrt_file *reader = dir->u.dir.readers; reader; reader = reader->next_reader) {
		if (reader->cursor == entry)
			reader->cursor = entry->next;
	}
	*(entry->prev ? &entry->prev->next : &dir->u.dir.first) = entry->next;
	*(entry->next ? &entry->next->prev : &dir->u.dir.last) = entry->prev;
	dir->u.dir.count--;
	entry->dir = NULL;
	zrt_inode_drop(dir);
}

int zrt_dentry_add(struct zrt_inode *dir, const struct zrt_name *name, struct zrt_inode *inode,
                   struct zrt_dentry **added)
{
	struct zrt_dentry *entry = zrt_alloc(sizeof *entry);

	if (!entry)
		return -ENOMEM;
	entry->name = NULL;
	entry->spare = false;
	if (set_name(entry, name) < 0) {
		zrt_free(entry);
		return -ENOMEM;
	}
	entry->refs = 1;
	entry->inode = inode;
	zrt_inode_hold(inode);
	link_in(entry, dir);
	if (zrt_is_dir(inode) && !inode->u.dir.name) {
		inode->u.dir.parent = dir;
		inode->u.dir.name = entry;
		zrt_inode_hold(dir);
	}
	if (added)
		*added = entry;
	return 0;
}

void zrt_dentry_remove(struct zrt_dentry *entry)
{
	struct zrt_inode *inode = entry->inode;

	/* A removed directory still knows its parent: `..` leads out of it. */
	if (zrt_is_dir(inode) && inode->u.dir.name == entry)
		inode->flags |= ZRT_INODE_DEAD;
	link_out(entry);
	zrt_dentry_drop(entry);
}

static void set_parent(struct zrt_inode *dir, struct zrt_dentry *name)
{
	zrt_inode_hold(name->dir);
	zrt_inode_drop(dir->u.dir.parent);
	dir->u.dir.parent = name->dir;
	dir->u.dir.name = name;
}

int zrt_dentry_move(struct zrt_dentry *entry, struct zrt_inode *dir, const struct zrt_name *name)
{
	/* The old name must leave the hash before it changes: keep it apart. */
	hash_out(entry);
	if (set_name(entry, name) < 0) {
		hash_in(entry);
		return -ENOMEM;
	}
	hash_in(entry);
	zrt_inode_hold(dir);
	link_out(entry);
	link_in(entry, dir);
	zrt_inode_drop(dir);
	if (zrt_is_dir(entry->inode))
		set_parent(entry->inode, entry);
	return 0;
}

void zrt_dentry_exchange(struct zrt_dentry *one, struct zrt_dentry *two)
{
	struct zrt_inode *inode = one->inode;

	one->inode = two->inode;
	two->inode = inode;
	if (zrt_is_dir(one->inode))
		set_parent(one->inode, one);
	if (zrt_is_dir(two->inode))
		set_parent(two->inode, two);
}

void zrt_dentry_hold(struct zrt_dentry *entry)
{
	entry->refs++;
}

void zrt_dentry_drop(struct zrt_dentry *entry)
{
	struct zrt_inode *inode = entry->inode;

	if (--entry->refs)
		return;
	if (zrt_is_dir(inode) && inode->u.dir.name == entry)
		inode->u.dir.name = NULL;
	if (entry->name != entry->small)
		zrt_free(entry->name);
	zrt_free(entry);
	zrt_inode_drop(inode);
}

struct zrt_dentry *zrt_dentry_from(const struct zrt_inode *dir, uint64_t cookie)
{
	struct zrt_dentry *entry = dir->u.dir.first;

	while (entry && entry->cookie < cookie)
		entry = entry->next;
	return entry;
}

struct zrt_dentry *zrt_dentry_from_end(const struct zrt_inode *dir, uint64_t cookie)
{
	struct zrt_dentry *entry = dir->u.dir.last, *found = NULL;

	while (entry && entry->cookie >= cookie) {
		found = entry;
		entry = entry->prev;
	}
	return found;
}

void zrt_reader_add(struct zrt_inode *dir, struct zrt_file *file)
{
	file->next_reader = dir->u.dir.readers;
	file->link_reader = &dir->u.dir.readers;
	if (file->next_reader)
		file->next_reader->link_reader = &file->next_reader;
	dir->u.dir.readers = file;
}

void zrt_reader_remove(struct zrt_file *file)
{
	if (!file->link_reader)
		return;
	*file->link_reader = file->next_reader;
	if (file->next_reader)
		file->next_reader->link_reader = file->link_reader;
	file->link_reader = NULL;
}
