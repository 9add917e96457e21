/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a directory's tree to an image.  The tree is listed first, with every
 * byte of memory that the export needs; then it is written.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <zvm.h>

#include "cred.h"
#include "fs/dentry.h"
#include "fs/memfs.h"
#include "heap.h"
#include "image.h"
#include "vfs.h"

#define BUFFER 65536
#define END_BLOCKS 2 /* zero blocks behind the last entry */

/* One file of the image; `path` as the image shows it. */
struct item {
	struct zrt_inode *inode;
	char *path;
	const char *link; /* of a further name of a file that came before: its path */
};

struct export {
	int32_t channel;
	bool commit_last; /* the first block is kept back */
	char first[ZRT_TAR_BLOCK];
	struct item *items;
	size_t count, room;
	char *buffer;
	size_t filled;
	uint64_t at; /* of buffer[0] in the image */
};

/* --- listing --------------------------------------------------------------------- */

static int by_path(const void *one, const void *two)
{
	const struct item *a = one, *b = two;

	return strcmp(a->path, b->path);
}

/* Appends an item whose path is `dir`/`name`; directories end with a slash. */
static int add_item(struct export *ex, const char *dir, const struct zrt_dentry *entry)
{
	size_t length = strlen(dir);
	bool is_dir = S_ISDIR(entry->inode->mode);
	char *path;

	if (ex->count == ex->room) {
		size_t room = ex->room ? ex->room * 2 : 64;
		struct item *items = zrt_realloc(ex->items, room * sizeof *items);

		if (!items)
			return -ENOMEM;
		ex->items = items;
		ex->room = room;
	}
	path = zrt_alloc(length + entry->length + 2);
	if (!path)
		return -ENOMEM;
	memcpy(path, dir, length);
	memcpy(path + length, entry->name, entry->length);
	length += entry->length;
	if (is_dir)
		path[length++] = '/';
	path[length] = 0;
	ex->items[ex->count++] = (struct item){entry->inode, path, NULL};
	return 0;
}

/* Items of a directory; they are followed by those of its directories in turn. */
static int list(struct export *ex, const struct zrt_inode *dir, const char *path)
{
	for (const struct zrt_dentry *entry = dir->u.dir.first; entry; entry = entry->next) {
		const struct zrt_inode *inode = entry->inode;
		int error;

		/* Other file systems (/dev, /proc) and sockets are not part of an image. */
		if (S_ISSOCK(inode->mode) || (S_ISDIR(inode->mode) && inode->u.dir.mount))
			continue;
		error = add_item(ex, path, entry);
		if (error < 0)
			return error;
	}
	return 0;
}

/* The whole tree, level by level, sorted: a directory stands before what is in it. */
static int list_tree(struct export *ex, const struct zrt_inode *root)
{
	int error = list(ex, root, "");

	for (size_t i = 0; i < ex->count && error == 0; i++)
		if (S_ISDIR(ex->items[i].inode->mode))
			error = list(ex, ex->items[i].inode, ex->items[i].path);
	if (ex->count)
		qsort(ex->items, ex->count, sizeof *ex->items, by_path);
	return error;
}

static int by_inode(const void *one, const void *two)
{
	const struct item *a = *(struct item *const *)one, *b = *(struct item *const *)two;

	if (a->inode != b->inode)
		return a->inode->ino < b->inode->ino ? -1 : 1;
	return a < b ? -1 : 1;
}

/* Files of several names: all but the first in the image link to it. */
static int find_links(struct export *ex)
{
	struct item **several;
	size_t count = 0;

	for (size_t i = 0; i < ex->count; i++)
		count += !S_ISDIR(ex->items[i].inode->mode) && ex->items[i].inode->nlink > 1;
	if (!count)
		return 0;
	several = zrt_alloc(count * sizeof *several);
	if (!several)
		return -ENOMEM;
	count = 0;
	for (size_t i = 0; i < ex->count; i++)
		if (!S_ISDIR(ex->items[i].inode->mode) && ex->items[i].inode->nlink > 1)
			several[count++] = &ex->items[i];
	qsort(several, count, sizeof *several, by_inode);
	for (size_t i = 1; i < count; i++)
		if (several[i]->inode == several[i - 1]->inode)
			several[i]->link = several[i - 1]->link ? several[i - 1]->link : several[i - 1]->path;
	zrt_free(several);
	return 0;
}

/* --- writing ------------------------------------------------------------------------ */

static int write_all(int32_t channel, const char *data, size_t size, uint64_t at)
{
	while (size) {
		int64_t n = zvm_pwrite(channel, data, size, (int64_t)at);

		if (n <= 0)
			return n < 0 ? (int)n : -EIO;
		data += n;
		size -= (size_t)n;
		at += (uint64_t)n;
	}
	return 0;
}

static int flush(struct export *ex)
{
	size_t size = ex->filled;
	int error;

	if (ex->at == 0 && ex->commit_last && size) {
		memcpy(ex->first, ex->buffer, sizeof ex->first);
		memset(ex->buffer, 0, sizeof ex->first);
	}
	error = write_all(ex->channel, ex->buffer, size, ex->at);
	ex->at += size;
	ex->filled = 0;
	return error;
}

/* Room for `size` bytes in one piece, at most BUFFER, or NULL and *error. */
static char *reserve(struct export *ex, size_t size, int *error)
{
	char *at;

	if (ex->filled + size > BUFFER && (*error = flush(ex)) < 0)
		return NULL;
	at = ex->buffer + ex->filled;
	ex->filled += size;
	return at;
}

static int write_zeros(struct export *ex, size_t size)
{
	int error = 0;
	char *at = reserve(ex, size, &error);

	if (at)
		memset(at, 0, size);
	return error;
}

static int write_contents(struct export *ex, struct zrt_inode *inode)
{
	uint64_t done = 0;
	int error = 0;

	while (done < inode->size) {
		size_t size = inode->size - done < BUFFER ? (size_t)(inode->size - done) : BUFFER;
		char *at = reserve(ex, size, &error);
		int64_t n;

		if (!at)
			return error;
		n = zrt_memfs_read(inode, at, size, done);
		if (n < (int64_t)size)
			return n < 0 ? (int)n : -EIO;
		done += size;
	}
	return write_zeros(ex, (ZRT_TAR_BLOCK - done % ZRT_TAR_BLOCK) % ZRT_TAR_BLOCK);
}

static enum zrt_tar_type type_of(const struct item *item)
{
	if (item->link)
		return ZRT_TAR_LINK;
	switch (item->inode->mode & S_IFMT) {
	case S_IFDIR:
		return ZRT_TAR_DIR;
	case S_IFLNK:
		return ZRT_TAR_SYMLINK;
	case S_IFCHR:
		return ZRT_TAR_CHAR;
	case S_IFBLK:
		return ZRT_TAR_BLOCKDEV;
	case S_IFIFO:
		return ZRT_TAR_FIFO;
	default:
		return ZRT_TAR_FILE;
	}
}

static int write_item(struct export *ex, const struct item *item)
{
	struct zrt_inode *inode = item->inode;
	enum zrt_tar_type type = type_of(item);
	struct zrt_tar_entry e = {
		.type = type,
		.path = item->path,
		.link = type == ZRT_TAR_SYMLINK ? inode->u.target : item->link ? item->link : "",
		.mode = inode->mode & 07777,
		.uid = inode->uid,
		.gid = inode->gid,
		.major = (uint32_t)major(inode->rdev),
		.minor = (uint32_t)minor(inode->rdev),
		.size = type == ZRT_TAR_FILE ? inode->size : 0,
		.seconds = inode->sec[ZRT_MTIME],
		.nanoseconds = inode->nsec[ZRT_MTIME],
	};
	size_t size = zrt_tar_header_size(&e);
	int error = 0;
	char *at;

	if (size > BUFFER)
		return -ENAMETOOLONG;
	at = reserve(ex, size, &error);
	if (!at)
		return error;
	zrt_tar_header(&e, at);
	return type == ZRT_TAR_FILE ? write_contents(ex, inode) : 0;
}

static int write_image(struct export *ex)
{
	int error = 0;

	for (size_t i = 0; i < ex->count && error == 0; i++)
		error = write_item(ex, &ex->items[i]);
	for (int i = 0; i < END_BLOCKS && error == 0; i++)
		error = write_zeros(ex, ZRT_TAR_BLOCK);
	if (error == 0)
		error = flush(ex);
	if (error == 0 && ex->commit_last)
		error = write_all(ex->channel, ex->first, sizeof ex->first, 0);
	return error;
}

int zrt_image_export(int32_t channel, const char *mountpoint)
{
	const struct zvm_channel *info = (const struct zvm_channel *)(uintptr_t)zvm_session()->channels + channel;
	struct export ex = {.channel = channel, .commit_last = info->type & 2}; /* ZVM_*_RPUT */
	struct zrt_cred saved = zrt_cred;
	struct zrt_inode *root;
	int error;

	/* The image holds the tree, whoever the program is and may read of it. */
	zrt_cred = (struct zrt_cred){.uid = 0};
	error = zrt_path_inode(mountpoint, true, &root);
	zrt_cred = saved;
	if (error < 0)
		return error;
	ex.buffer = zrt_alloc(BUFFER);
	if (!S_ISDIR(root->mode))
		error = -ENOTDIR;
	else
		error = ex.buffer ? list_tree(&ex, root) : -ENOMEM;
	if (error == 0)
		error = find_links(&ex);
	if (error == 0)
		error = write_image(&ex);
	for (size_t i = 0; i < ex.count; i++)
		zrt_free(ex.items[i].path);
	zrt_free(ex.items);
	zrt_free(ex.buffer);
	zrt_inode_drop(root);
	return error;
}
