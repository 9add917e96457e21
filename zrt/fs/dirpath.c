/* SPDX-License-Identifier: Apache-2.0 */
/* From an inode or a name back to a path. */
#include "dentry.h"
#include "inode.h"

#include <errno.h>
#include <string.h>

/* Puts "/name" before `at`; NULL if there is no room. */
static char *prepend(char *begin, char *at, const char *name, size_t length)
{
	if ((size_t)(at - begin) < length + 1)
		return NULL;
	at -= length;
	memcpy(at, name, length);
	*--at = '/';
	return at;
}

/* Writes the path before `at`, in front of what stands there. */
static char *walk_up(const struct zrt_inode *dir, char *begin, char *at, int *error)
{
	*error = 0;
	for (;;) {
		while (dir == dir->fs->root && dir->fs->covers)
			dir = dir->fs->covers;
		if (dir->u.dir.parent == dir)
			return at;
		if (dir->flags & ZRT_INODE_DEAD) {
			*error = -ENOENT;
			return NULL;
		}
		at = prepend(begin, at, dir->u.dir.name->name, dir->u.dir.name->length);
		if (!at) {
			*error = -ERANGE;
			return NULL;
		}
		dir = dir->u.dir.parent;
	}
}

/* Moves what was built at the end of the buffer to its start. */
static long finish(char *buffer, const char *at, const char *end)
{
	size_t size = (size_t)(end - at);

	memmove(buffer, at, size);
	return (long)size - 1;
}

long zrt_dir_path(const struct zrt_inode *dir, char *buffer, size_t size)
{
	char *end = buffer + size, *at;
	int error;

	if (size < 2)
		return -ERANGE;
	*(at = end - 1) = 0;
	at = walk_up(dir, buffer, at, &error);
	if (!at)
		return error;
	if (!*at)
		*--at = '/';
	return finish(buffer, at, end);
}

long zrt_dentry_path(const struct zrt_dentry *entry, char *buffer, size_t size)
{
	static const char deleted[] = " (deleted)";
	char *end = buffer + size, *at;
	int error;

	if (zrt_is_dir(entry->inode) && entry->dir)
		return zrt_dir_path(entry->inode, buffer, size);
	if (size < sizeof deleted)
		return -ERANGE;
	*(at = end - 1) = 0;
	if (!entry->dir) {
		at = end - sizeof deleted;
		memcpy(at, deleted, sizeof deleted);
	}
	at = prepend(buffer, at, entry->name, entry->length);
	if (at && entry->dir) {
		at = walk_up(entry->dir, buffer, at, &error);
		if (!at)
			return error;
	}
	return at ? finish(buffer, at, end) : -ERANGE;
}
