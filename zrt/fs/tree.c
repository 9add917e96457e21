/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order of the checks is that of Linux (fs/namei.c), because it decides
 * which errno a call gives where several would fit.
 */
#include "tree.h"

#include "cred.h"
#include "inode.h"
#include "linux.h"

#include <errno.h>

#define DIR_ENTRY_SIZE 20 /* what a name adds to st_size of its directory, as in tmpfs */

static bool read_only(const struct zrt_inode *inode)
{
	return inode->fs->flags & ZRT_FS_READONLY;
}

int zrt_tree_new_name(int dirfd, const char *path, bool directory, struct zrt_place *place)
{
	int error = zrt_walk_parent(dirfd, path, place);

	if (error < 0)
		return error;
	if (place->type != ZRT_LAST_NAME)
		return -EEXIST;
	error = zrt_walk_last(place);
	if (error == 0)
		return -EEXIST;
	if (error != -ENOENT)
		return error;
	if (place->slashes && !directory)
		return -ENOENT;
	return read_only(place->dir) ? -EROFS : 0;
}

int zrt_tree_may_add(const struct zrt_inode *dir)
{
	if (dir->flags & ZRT_INODE_DEAD)
		return -ENOENT;
	if (read_only(dir))
		return -EROFS;
	return zrt_permission(dir, ZRT_MAY_WRITE | ZRT_MAY_EXEC);
}

int zrt_tree_add(struct zrt_place *place, struct zrt_inode *inode)
{
	struct zrt_inode *dir = place->dir;
	int error = zrt_dentry_add(dir, &place->last, inode, &place->entry);

	if (error < 0)
		return error;
	place->inode = inode;
	if (zrt_is_dir(inode)) {
		inode->nlink = 2;
		dir->nlink++;
	} else {
		inode->nlink++;
	}
	dir->size += DIR_ENTRY_SIZE;
	zrt_inode_touch(dir, ZRT_TOUCH_MC);
	return 0;
}

/* Only owners remove names from a sticky directory. */
static bool sticky(const struct zrt_inode *dir, const struct zrt_inode *inode)
{
	if (!(dir->mode & S_ISVTX) || zrt_privileged())
		return false;
	return zrt_cred.fsuid != inode->uid && zrt_cred.fsuid != dir->uid;
}

static int may_remove(const struct zrt_inode *dir, const struct zrt_inode *inode, bool directory)
{
	int error = zrt_permission(dir, ZRT_MAY_WRITE | ZRT_MAY_EXEC);

	if (error < 0)
		return error;
	if (sticky(dir, inode))
		return -EPERM;
	if (directory) {
		if (!zrt_is_dir(inode))
			return -ENOTDIR;
	} else if (zrt_is_dir(inode)) {
		return -EISDIR;
	}
	return dir->flags & ZRT_INODE_DEAD ? -ENOENT : 0;
}

/* Something is mounted on the entry, or it is such a root. */
static bool mounted(const struct zrt_dentry *entry)
{
	return zrt_is_dir(entry->inode) && entry->inode->u.dir.mount;
}

/* Takes an entry away and settles what others know of it. */
static void remove_entry(struct zrt_dentry *entry)
{
	struct zrt_inode *dir = entry->dir, *inode = entry->inode;

	zrt_inode_touch(inode, ZRT_TOUCH_C);
	zrt_inode_touch(dir, ZRT_TOUCH_MC);
	if (zrt_is_dir(inode)) {
		inode->nlink = 0;
		dir->nlink--;
	} else {
		inode->nlink--;
	}
	dir->size -= DIR_ENTRY_SIZE;
	zrt_dentry_remove(entry);
}

int zrt_tree_remove(struct zrt_place *place, bool directory)
{
	struct zrt_inode *inode;
	int error;

	if (read_only(place->dir))
		return -EROFS;
	if (!place->entry)
		return -EPERM;
	inode = place->entry->inode;
	error = may_remove(place->dir, inode, directory);
	if (error < 0)
		return error;
	if (mounted(place->entry))
		return -EBUSY;
	if (directory && inode->u.dir.count)
		return -ENOTEMPTY;
	remove_entry(place->entry);
	place->entry = NULL;
	return 0;
}

/* `below` lies somewhere under `dir`, or is it. */
static bool is_under(const struct zrt_inode *below, const struct zrt_inode *dir)
{
	while (below != dir) {
		if (below->u.dir.parent == below)
			return false;
		below = below->u.dir.parent;
	}
	return true;
}

/* What lookups say before permissions are asked. */
static int rename_lookup(struct zrt_place *from, struct zrt_place *to, unsigned flags)
{
	int error = zrt_walk_last(from), missing;

	if (error < 0)
		return error;
	missing = zrt_walk_last(to);
	if (missing == 0 && (flags & K_RENAME_NOREPLACE))
		return -EEXIST;
	if (missing < 0 && (missing != -ENOENT || (flags & K_RENAME_EXCHANGE)))
		return missing;
	if (!from->entry || (to->inode && !to->entry))
		return -EPERM;
	if ((flags & K_RENAME_EXCHANGE) && !zrt_is_dir(to->inode) && to->slashes)
		return -ENOTDIR;
	if (!zrt_is_dir(from->inode)) {
		if (from->slashes || (!(flags & K_RENAME_EXCHANGE) && to->slashes))
			return -ENOTDIR;
	}
	if (from->dir == to->dir)
		return 0;
	if (zrt_is_dir(from->inode) && is_under(to->dir, from->entry->inode))
		return -EINVAL;
	if (to->inode && zrt_is_dir(to->inode) && is_under(from->dir, to->entry->inode))
		return flags & K_RENAME_EXCHANGE ? -EINVAL : -ENOTEMPTY;
	return 0;
}

static int rename_permission(const struct zrt_place *from, const struct zrt_place *to, unsigned flags)
{
	const struct zrt_inode *source = from->entry->inode;
	const struct zrt_inode *target = to->entry ? to->entry->inode : NULL;
	bool exchange = flags & K_RENAME_EXCHANGE;
	int error = may_remove(from->dir, source, zrt_is_dir(source));

	if (error == 0 && !target)
		error = zrt_tree_may_add(to->dir);
	else if (error == 0)
		error = may_remove(to->dir, target, zrt_is_dir(exchange ? target : source));
	if (error < 0)
		return error;
	if (from->dir != to->dir) {
		/* A directory that moves gets another `..`. */
		if (zrt_is_dir(source) && (error = zrt_permission(source, ZRT_MAY_WRITE)) < 0)
			return error;
		if (exchange && zrt_is_dir(target) && (error = zrt_permission(target, ZRT_MAY_WRITE)) < 0)
			return error;
	}
	if (mounted(from->entry) || (to->entry && mounted(to->entry)))
		return -EBUSY;
	if (!exchange && target && zrt_is_dir(target) && target->u.dir.count)
		return -ENOTEMPTY;
	return 0;
}

static void exchange_entries(struct zrt_place *from, struct zrt_place *to)
{
	struct zrt_inode *source = from->entry->inode, *target = to->entry->inode;

	if (from->dir != to->dir && zrt_is_dir(source) != zrt_is_dir(target)) {
		struct zrt_inode *loses = zrt_is_dir(source) ? from->dir : to->dir;
		struct zrt_inode *gains = zrt_is_dir(source) ? to->dir : from->dir;

		loses->nlink--;
		gains->nlink++;
	}
	zrt_dentry_exchange(from->entry, to->entry);
	zrt_inode_touch(target, ZRT_TOUCH_C);
}

static int replace_entry(struct zrt_place *from, struct zrt_place *to)
{
	struct zrt_inode *source = from->entry->inode, *old_dir = from->dir;
	int error;

	if (to->entry) {
		/* The new entry must be certain before the old one goes. */
		error = zrt_dentry_reserve(from->entry, &to->last);
		if (error < 0)
			return error;
		remove_entry(to->entry);
		to->entry = NULL;
	}
	error = zrt_dentry_move(from->entry, to->dir, &to->last);
	if (error < 0)
		return error;
	if (zrt_is_dir(source)) {
		old_dir->nlink--;
		to->dir->nlink++;
	}
	old_dir->size -= DIR_ENTRY_SIZE;
	to->dir->size += DIR_ENTRY_SIZE;
	return 0;
}

int zrt_tree_rename(struct zrt_place *from, struct zrt_place *to, unsigned flags)
{
	struct zrt_inode *source, *old_dir = from->dir, *new_dir = to->dir;
	int error;

	if (old_dir->fs != new_dir->fs)
		return -EXDEV;
	if (from->type != ZRT_LAST_NAME)
		return -EBUSY;
	if (to->type != ZRT_LAST_NAME)
		return flags & K_RENAME_NOREPLACE ? -EEXIST : -EBUSY;
	if (read_only(old_dir))
		return -EROFS;
	error = rename_lookup(from, to, flags);
	if (error < 0)
		return error;
	source = from->entry->inode;
	if (to->entry && to->entry->inode == source)
		return 0;
	error = rename_permission(from, to, flags);
	if (error < 0)
		return error;
	zrt_inode_hold(source);
	if (flags & K_RENAME_EXCHANGE)
		exchange_entries(from, to);
	else
		error = replace_entry(from, to);
	if (error == 0) {
		zrt_inode_touch(source, ZRT_TOUCH_C);
		zrt_inode_touch(old_dir, ZRT_TOUCH_MC);
		zrt_inode_touch(new_dir, ZRT_TOUCH_MC);
	}
	zrt_inode_drop(source);
	return error;
}
