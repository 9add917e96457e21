/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Positions in a directory: 0 and 1 are `.` and `..`, a name stands at its
 * cookie + FIRST.  Names made while a listing goes on are behind its position
 * and so are listed; no name is listed twice or left out.
 */
#include "getdents.h"

#include "dentry.h"
#include "inode.h"
#include "linux.h"

#include <errno.h>
#include <string.h>

#define FIRST 2

bool zrt_emit(struct zrt_getdents *out, const char *name, size_t length, uint64_t ino, uint32_t mode,
              uint64_t next)
{
	size_t size = (K_DIRENT_HEAD + length + 1 + 7) & ~(size_t)7;
	struct k_dirent *record = (struct k_dirent *)(void *)(out->buffer + out->used);

	if (size > out->size - out->used)
		return false;
	record->ino = ino;
	record->off = (int64_t)next;
	record->reclen = (uint16_t)size;
	record->type = (uint8_t)((mode & S_IFMT) >> 12);
	memcpy(record->name, name, length);
	memset(record->name + length, 0, size - K_DIRENT_HEAD - length);
	out->used += size;
	return true;
}

/* `.` and `..`; false if the buffer is full. */
static bool list_dots(const struct zrt_inode *dir, struct zrt_file *file, struct zrt_getdents *out)
{
	const struct zrt_inode *up = dir;

	if (file->offset == 0) {
		if (!zrt_emit(out, ".", 1, dir->ino, S_IFDIR, 1))
			return false;
		file->offset = 1;
	}
	if (file->offset == 1) {
		while (up == up->fs->root && up->fs->covers)
			up = up->fs->covers;
		if (!zrt_emit(out, "..", 2, up->u.dir.parent->ino, S_IFDIR, FIRST))
			return false;
		file->offset = FIRST;
	}
	return true;
}

static void list_names(struct zrt_file *file, struct zrt_getdents *out)
{
	while (file->cursor) {
		const struct zrt_dentry *entry = file->cursor;

		if (!zrt_emit(out, entry->name, entry->length, entry->inode->ino, entry->inode->mode,
		              entry->cookie + 1 + FIRST))
			break;
		file->offset = entry->cookie + 1 + FIRST;
		file->cursor = entry->next;
	}
}

long zrt_list(struct zrt_file *file, void *buffer, size_t size)
{
	struct zrt_inode *dir = file->inode;
	struct zrt_getdents out = {buffer, size, 0};
	uint64_t before = file->offset;

	if (dir->flags & ZRT_INODE_DEAD)
		return -ENOENT;
	if (list_dots(dir, file, &out)) {
		if (dir->flags & ZRT_INODE_DYNAMIC) {
			int error = dir->ops->list(dir, file, &out);

			if (error < 0)
				return error;
		} else {
			/* A new name at the end of an exhausted listing. */
			if (!file->cursor)
				file->cursor = zrt_dentry_from_end(dir, file->offset - FIRST);
			list_names(file, &out);
		}
	}
	zrt_inode_accessed(dir);
	if (out.used == 0 && (file->offset != before || file->cursor))
		return -EINVAL;
	return (long)out.used;
}

static int64_t dir_seek(struct zrt_file *file, int64_t offset, int whence)
{
	(void)whence;
	if (offset < 0)
		return -EINVAL;
	file->offset = (uint64_t)offset;
	if (!(file->inode->flags & ZRT_INODE_DYNAMIC))
		file->cursor = zrt_dentry_from(file->inode, offset < FIRST ? 0 : file->offset - FIRST);
	return offset;
}

static int64_t dir_read(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	(void)file;
	(void)buffer;
	(void)size;
	(void)pos;
	return -EISDIR;
}

const struct zrt_file_ops zrt_dir_file_ops = {.read = dir_read, .seek = dir_seek};
