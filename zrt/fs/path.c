/* SPDX-License-Identifier: Apache-2.0 */
#include "path.h"

#include "heap.h"
#include "inode.h"
#include "linux.h"
#include "user.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

struct zrt_inode *zrt_cwd;
uint32_t zrt_umask = 022;

int zrt_path_check(const char *path, bool may_be_empty)
{
	if (!zrt_readable(path, 1))
		return -EFAULT;
	if (!*path)
		return may_be_empty ? 0 : -ENOENT;
	return memchr(path, 0, K_PATH_MAX) ? 0 : -ENAMETOOLONG;
}

void zrt_place_done(struct zrt_place *place)
{
	for (unsigned i = 0; i < 2; i++) {
		if (place->held[i])
			zrt_inode_drop(place->held[i]);
		place->held[i] = NULL;
	}
	if (place->held_entry)
		zrt_dentry_drop(place->held_entry);
	place->held_entry = NULL;
}

/* Keeps a reference to a computed inode until the place has moved on twice. */
static void keep(struct zrt_place *place, struct zrt_inode *inode)
{
	if (place->held[0])
		zrt_inode_drop(place->held[0]);
	place->held[0] = place->held[1];
	place->held[1] = inode;
}

static struct zrt_inode *parent_of(struct zrt_inode *dir)
{
	while (dir == dir->fs->root && dir->fs->covers)
		dir = dir->fs->covers;
	return zrt_mounted(dir->u.dir.parent);
}

static enum zrt_last type_of(const struct zrt_name *name)
{
	if (name->text[0] != '.' || name->length > 2)
		return ZRT_LAST_NAME;
	if (name->length == 1)
		return ZRT_LAST_DOT;
	return name->text[1] == '.' ? ZRT_LAST_DOTDOT : ZRT_LAST_NAME;
}

int zrt_walk_last(struct zrt_place *place)
{
	struct zrt_inode *dir = place->dir;

	place->entry = NULL;
	place->inode = NULL;
	switch (place->type) {
	case ZRT_LAST_NAME:
		break;
	case ZRT_LAST_DOTDOT:
		if (dir == place->root) {
			place->inode = dir;
			return place->resolve & K_RESOLVE_BENEATH ? -EXDEV : 0;
		}
		place->inode = parent_of(dir);
		return 0;
	default:
		place->inode = dir;
		return 0;
	}
	if (place->last.length > K_NAME_MAX)
		return dir->flags & ZRT_INODE_DEAD ? -ENOENT : -ENAMETOOLONG;
	place->entry = zrt_dentry_find(dir, &place->last);
	if (place->entry) {
		place->inode = zrt_mounted(place->entry->inode);
		if (__builtin_expect(place->inode->flags & ZRT_INODE_IMAGE, 0))
			zrt_image_touch(place->inode);
		if ((place->resolve & K_RESOLVE_NO_XDEV) && place->inode->fs != dir->fs)
			return -EXDEV;
		return 0;
	}
	if (dir->flags & ZRT_INODE_DYNAMIC) {
		int error = dir->ops->lookup(dir, place->last.text, place->last.length, &place->inode);

		if (error < 0)
			return error;
		keep(place, place->inode);
		return 0;
	}
	return -ENOENT;
}

/* Text of the link at place->inode, or NULL after a jump to place->inode. */
static int read_link(struct zrt_place *place, const char **text)
{
	struct zrt_inode *link = place->inode;

	if (place->resolve & K_RESOLVE_NO_SYMLINKS)
		return -ELOOP;
	if (place->links++ >= K_LINKS_MAX)
		return -ELOOP;
	*text = link->u.target;
	if (link->flags & ZRT_INODE_MAGIC) {
		int error;

		if (place->resolve & (K_RESOLVE_NO_MAGICLINKS | K_RESOLVE_BENEATH | K_RESOLVE_IN_ROOT))
			return -ELOOP;
		*text = NULL;
		error = link->ops->follow(link, &place->inode, &place->entry);
		if (error < 0)
			return error;
		keep(place, place->inode);
		if (place->held_entry)
			zrt_dentry_drop(place->held_entry);
		place->held_entry = place->entry;
	}
	return 0;
}

/* Most directories may be searched by everybody. */
static inline int may_search(const struct zrt_inode *dir)
{
	return (dir->mode & 0111) == 0111 ? 0 : zrt_permission(dir, ZRT_MAY_EXEC);
}

/*
 * Walks `path` from place->dir up to its last component.  Rests of paths that
 * go on after a symbolic link wait on a stack.
 */
static int walk_from(struct zrt_place *place, const char *path)
{
	const char *rests[K_LINKS_MAX + 1];
	unsigned depth = 0;

	if (*path == '/') {
		if (place->resolve & K_RESOLVE_BENEATH)
			return -EXDEV;
		place->dir = place->root;
	}
	place->type = ZRT_LAST_ROOT;
	for (;;) {
		const char *rest, *text;
		int error;

		while (*path == '/')
			path++;
		if (!*path) {
			if (!depth)
				return 0;
			path = rests[--depth];
			continue;
		}
		if (!zrt_is_dir(place->dir))
			return -ENOTDIR;
		error = may_search(place->dir);
		if (error < 0)
			return error;
		zrt_name_scan(&place->last, path);
		place->type = type_of(&place->last);
		rest = path + place->last.length;
		if (!depth || *rest) {
			const char *more = rest;

			while (*more == '/')
				more++;
			if (!*more && !depth) {
				place->slashes |= more != rest;
				return 0;
			}
			path = more;
		} else {
			path = rest;
		}
		error = zrt_walk_last(place);
		if (error < 0)
			return error;
		if (!S_ISLNK(place->inode->mode)) {
			place->dir = place->inode;
			place->type = ZRT_LAST_ROOT;
			if (!zrt_is_dir(place->dir))
				return -ENOTDIR;
			continue;
		}
		error = read_link(place, &text);
		if (error < 0)
			return error;
		if (!text) {
			place->dir = place->inode;
			if (!zrt_is_dir(place->dir))
				return -ENOTDIR;
			continue;
		}
		if (*path)
			rests[depth++] = path;
		path = text;
		if (*path == '/') {
			if (place->resolve & K_RESOLVE_BENEATH)
				return -EXDEV;
			place->dir = place->root;
		}
	}
}

int zrt_walk_link(struct zrt_place *place)
{
	const char *text;
	int error = read_link(place, &text);

	if (error < 0)
		return error;
	if (!text) {
		place->type = ZRT_LAST_MAGIC;
		place->dir = place->inode;
		return 0;
	}
	return walk_from(place, text);
}

/* Where a walk begins; the path is not empty and has been checked. */
static int start(int dirfd, const char *path, struct zrt_place *place)
{
	struct zrt_file *file;

	bool scoped = place->resolve & (K_RESOLVE_BENEATH | K_RESOLVE_IN_ROOT);

	place->root = zrt_rootfs.root;
	if (*path == '/' && !(place->resolve & K_RESOLVE_IN_ROOT)) {
		place->dir = place->root;
	} else if (dirfd == AT_FDCWD) {
		place->dir = zrt_cwd;
	} else {
		file = zrt_fd_get(dirfd);
		if (!file)
			return -EBADF;
		place->dir = file->inode;
		if (!zrt_is_dir(place->dir))
			return -ENOTDIR;
	}
	if (scoped)
		place->root = place->dir;
	return 0;
}

static void clear(struct zrt_place *place, uint32_t resolve)
{
	place->slashes = false;
	place->entry = NULL;
	place->inode = NULL;
	place->held[0] = place->held[1] = NULL;
	place->held_entry = NULL;
	place->links = 0;
	place->resolve = resolve;
}

int zrt_walk_parent(int dirfd, const char *path, struct zrt_place *place)
{
	return zrt_walk_parent_resolve(dirfd, path, 0, place);
}

int zrt_walk_parent_resolve(int dirfd, const char *path, uint32_t resolve, struct zrt_place *place)
{
	int error;

	clear(place, resolve);
	error = zrt_path_check(path, false);
	if (error == 0)
		error = start(dirfd, path, place);
	return error < 0 ? error : walk_from(place, path);
}

/* The empty path: dirfd itself. */
static int walk_empty(int dirfd, struct zrt_place *place)
{
	struct zrt_file *file;

	place->type = ZRT_LAST_MAGIC;
	if (dirfd == AT_FDCWD) {
		place->inode = place->dir = zrt_cwd;
		return 0;
	}
	file = zrt_fd_get(dirfd);
	if (!file)
		return -EBADF;
	place->inode = place->dir = file->inode;
	place->entry = file->name;
	return 0;
}

int zrt_walk_resolve(int dirfd, const char *path, unsigned flags, uint32_t resolve, struct zrt_place *place)
{
	int error;

	clear(place, resolve);
	error = zrt_path_check(path, flags & ZRT_WALK_EMPTY);
	if (error < 0)
		return error;
	if (!*path)
		return walk_empty(dirfd, place);
	error = start(dirfd, path, place);
	if (error == 0)
		error = walk_from(place, path);
	for (;;) {
		if (error < 0)
			return error;
		if (place->type == ZRT_LAST_MAGIC)
			break;
		error = zrt_walk_last(place);
		if (error == -ENOENT && (flags & ZRT_WALK_CREATE))
			return 0;
		if (error < 0)
			return error;
		if (!S_ISLNK(place->inode->mode) || !((flags & ZRT_WALK_FOLLOW) || place->slashes))
			break;
		error = zrt_walk_link(place);
	}
	if ((place->slashes || (flags & ZRT_WALK_DIRECTORY)) && !zrt_is_dir(place->inode))
		return -ENOTDIR;
	return 0;
}

int zrt_walk(int dirfd, const char *path, unsigned flags, struct zrt_place *place)
{
	return zrt_walk_resolve(dirfd, path, flags, 0, place);
}

int zrt_path_inode(const char *path, bool follow, struct zrt_inode **found)
{
	struct zrt_place place;
	int error = zrt_walk(AT_FDCWD, path, follow ? ZRT_WALK_FOLLOW : 0, &place);

	if (error == 0) {
		*found = place.inode;
		zrt_inode_hold(*found);
	}
	zrt_place_done(&place);
	return error;
}
