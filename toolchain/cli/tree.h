/* SPDX-License-Identifier: Apache-2.0 */
/* A host folder as a tar archive, and what it was like then. */
#ifndef ZVM_CLI_TREE_H
#define ZVM_CLI_TREE_H

#include <stddef.h>
#include <sys/stat.h>

#define TREE_STAGING ".zvm-sync-" /* such folders are our own: never packed */

struct tree_item {
	char *path;     /* relative to the folder */
	struct stat st; /* as it was packed */
};

/* Sorted by path (strcmp): a folder comes before what it holds. */
struct tree {
	struct tree_item *items;
	size_t count;
};

/*
 * Writes a folder to the archive, in an order that depends on names only.
 * Symbolic links stay links.  Devices, sockets and what cannot be read are left
 * out with a warning.  `tree` may be NULL.  Ends zvm if the archive cannot be
 * written.
 */
void tree_pack(const char *folder, int archive, struct tree *tree);

/* The item of that path, or NULL. */
const struct tree_item *tree_find(const struct tree *tree, const char *path);

#endif
