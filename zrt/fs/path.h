/* SPDX-License-Identifier: Apache-2.0 */
/* path.h - from a path to a place in the tree, with the rules of path_resolution(7). */
#ifndef ZRT_FS_PATH_H
#define ZRT_FS_PATH_H

#include "dentry.h"

enum zrt_last {
	ZRT_LAST_NAME,
	ZRT_LAST_ROOT,   /* nothing but slashes */
	ZRT_LAST_DOT,
	ZRT_LAST_DOTDOT,
	ZRT_LAST_MAGIC, /* behind a magic link or an empty path: no name at all */
};

struct zrt_place {
	struct zrt_inode *dir;    /* directory of the last component */
	struct zrt_name last;     /* the last component */
	enum zrt_last type;
	bool slashes;             /* slashes follow it: a directory is meant */
	struct zrt_dentry *entry; /* its entry, NULL if there is none */
	struct zrt_inode *inode;  /* what it names, NULL if nothing */
	/* Private: references to give back, and links followed so far. */
	struct zrt_inode *held[2];
	struct zrt_dentry *held_entry;
	struct zrt_inode *root; /* where absolute links lead and `..` stops */
	uint32_t links, resolve;
};

#define ZRT_WALK_FOLLOW 1u    /* follow a symbolic link at the end */
#define ZRT_WALK_EMPTY 2u     /* an empty path means dirfd itself */
#define ZRT_WALK_DIRECTORY 4u /* ENOTDIR if the end is none */
#define ZRT_WALK_CREATE 8u    /* a missing last component is no error: inode is NULL */

/*
 * Finds the directory of the last component, which is not looked up.  Fills in
 * dir, last, type and slashes.
 */
int zrt_walk_parent(int dirfd, const char *path, struct zrt_place *place);
int zrt_walk_parent_resolve(int dirfd, const char *path, uint32_t resolve, struct zrt_place *place);

/* Looks the last component up: entry and inode, -ENOENT; never follows. */
int zrt_walk_last(struct zrt_place *place);

/* The whole way: inode is set. ZRT_WALK_* flags. */
int zrt_walk(int dirfd, const char *path, unsigned flags, struct zrt_place *place);

/* The same with RESOLVE_* restrictions of openat2. */
int zrt_walk_resolve(int dirfd, const char *path, unsigned flags, uint32_t resolve, struct zrt_place *place);

/* After a symbolic link at the end was found: goes on to the next last component. */
int zrt_walk_link(struct zrt_place *place);

/* Gives back what the place holds. Call it after every walk, also a failed one. */
void zrt_place_done(struct zrt_place *place);

/* Checks a path as the kernel does on entry: -EFAULT, -ENOENT (empty), -ENAMETOOLONG. */
int zrt_path_check(const char *path, bool may_be_empty);

/* Steps over mounts on a directory. */
static inline struct zrt_inode *zrt_mounted(struct zrt_inode *inode)
{
	while ((inode->mode & 0170000) == 0040000 && inode->u.dir.mount)
		inode = inode->u.dir.mount;
	return inode;
}

extern struct zrt_inode *zrt_cwd; /* holds a reference */
extern uint32_t zrt_umask;

#endif
