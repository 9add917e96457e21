/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dentry.h - names in directories.
 *
 * One hash table holds the names of all directories, so that an empty directory
 * costs nothing and one of a million names is found as fast as one of ten.
 * Each directory also links its names in the order of creation for readdir.
 */
#ifndef ZRT_FS_DENTRY_H
#define ZRT_FS_DENTRY_H

#include "vfs.h"

#define ZRT_NAME_INLINE 24 /* bytes of a name kept in the dentry itself */

struct zrt_dentry {
	struct zrt_dentry *chain; /* next in the hash bucket */
	struct zrt_inode *dir;    /* holds a reference; NULL once removed */
	struct zrt_dentry *prev, *next; /* in the directory */
	struct zrt_inode *inode;  /* holds a reference */
	char *name;               /* NUL-terminated */
	uint32_t hash;
	uint32_t refs;   /* being in a directory, open files */
	uint64_t cookie; /* position for readdir; grows along the directory */
	uint16_t length; /* of the name */
	bool spare;      /* name has room for K_NAME_MAX: zrt_dentry_reserve */
	char small[ZRT_NAME_INLINE];
};

/* A piece of a path: not NUL-terminated. */
struct zrt_name {
	const char *text;
	uint32_t length;
	uint32_t hash; /* zrt_name_hash */
};

/*
 * Hashes the component at `text` up to a '/' or NUL; fills in all of *name.
 * A component longer than K_NAME_MAX has that length.
 */
void zrt_name_scan(struct zrt_name *name, const char *text);

/* The same for a name of known length. */
void zrt_name_set(struct zrt_name *name, const char *text, size_t length);

/* The entry, or NULL. */
struct zrt_dentry *zrt_dentry_find(const struct zrt_inode *dir, const struct zrt_name *name);

/* Adds a name that is not there. -ENOMEM. The inode gets one more reference, nlink is the caller's. */
int zrt_dentry_add(struct zrt_inode *dir, const struct zrt_name *name, struct zrt_inode *inode,
                   struct zrt_dentry **added);

/* Takes a name out of its directory and drops what it held. */
void zrt_dentry_remove(struct zrt_dentry *entry);

/* Moves an entry to another directory or name, which is free. -ENOMEM. */
int zrt_dentry_move(struct zrt_dentry *entry, struct zrt_inode *dir, const struct zrt_name *name);

/* Makes a later zrt_dentry_move to this name certain to succeed. -ENOMEM. */
int zrt_dentry_reserve(struct zrt_dentry *entry, const struct zrt_name *name);

/* Exchanges the inodes of two entries. */
void zrt_dentry_exchange(struct zrt_dentry *one, struct zrt_dentry *two);

void zrt_dentry_hold(struct zrt_dentry *entry);
void zrt_dentry_drop(struct zrt_dentry *entry);

/* First entry whose position is at least `cookie`, or NULL. */
struct zrt_dentry *zrt_dentry_from(const struct zrt_inode *dir, uint64_t cookie);

/* The same for a cookie near the end: looks from there. */
struct zrt_dentry *zrt_dentry_from_end(const struct zrt_inode *dir, uint64_t cookie);

/* Readers of a directory: their cursor steps aside when its entry goes. */
void zrt_reader_add(struct zrt_inode *dir, struct zrt_file *file);
void zrt_reader_remove(struct zrt_file *file);

/*
 * Writes the path of a directory from the root, with a NUL; returns its length
 * without it.  -ERANGE: it does not fit; -ENOENT: it was removed.
 */
long zrt_dir_path(const struct zrt_inode *dir, char *buffer, size_t size);

/* The same for an entry; a removed one gets " (deleted)" behind its last name. */
long zrt_dentry_path(const struct zrt_dentry *entry, char *buffer, size_t size);

#endif
