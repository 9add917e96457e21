/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of sync.h.  sync_members.c reads the archive that came out of a sandbox and
 * believes nothing of it; sync.c brings what is left into the host's folder.
 */
#ifndef ZVM_CLI_SYNC_IMPL_H
#define ZVM_CLI_SYNC_IMPL_H

#include "tar.h"
#include "tree.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* One member of the archive that passed the checks. */
struct member {
	char *path; /* relative, normal */
	char *link;
	enum tar_type type;
	mode_t mode;
	uint64_t size;
	off_t offset;
	char *staged; /* name in the staging folder, NULL: nothing to put in place */
};

struct sync {
	const char *folder; /* for messages */
	int root, staging, archive;
	char *staging_name;
	const struct tree *before;
	struct member *members; /* sorted by path */
	size_t count;
	unsigned staged;
};

/* Warns of one path in the folder. */
void sync_complain(const struct sync *s, const char *path, const char *why);

/*
 * Lists the members that stay in the folder, by path; complains of the others.  False if
 * the archive is damaged.
 */
bool sync_list(struct sync *s);

/* Whether the members form a tree: no name twice, nothing below a file. */
bool sync_is_tree(const struct sync *s);

/* The member with this path, or NULL. */
struct member *sync_find(const struct sync *s, const char *path);

/* Whether a symbolic link at `path` stays in the folder. */
bool sync_link_stays(const char *path, const char *target);

#endif
