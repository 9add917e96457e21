/* SPDX-License-Identifier: Apache-2.0 */
/* tree.h - adding, removing and moving names: the rules behind mkdir, link, unlink, rename. */
#ifndef ZRT_FS_TREE_H
#define ZRT_FS_TREE_H

#include "path.h"

/*
 * Finds where a new name goes: -EEXIST if it is there (or is `.`, `..`, `/`),
 * -ENOENT for trailing slashes unless a directory is made, -EROFS.
 */
int zrt_tree_new_name(int dirfd, const char *path, bool directory, struct zrt_place *place);

/* 0 if the user may add a name to dir: -ENOENT (removed), -EACCES, -EROFS. */
int zrt_tree_may_add(const struct zrt_inode *dir);

/* Gives an inode a name that zrt_tree_new_name found free; times and link counts too. */
int zrt_tree_add(struct zrt_place *place, struct zrt_inode *inode);

/* Takes the name at `place` (looked up) away: file or directory as told. */
int zrt_tree_remove(struct zrt_place *place, bool directory);

/* rename of `from` to `to`, both with their directories found; K_RENAME_* flags. */
int zrt_tree_rename(struct zrt_place *from, struct zrt_place *to, unsigned flags);

#endif
