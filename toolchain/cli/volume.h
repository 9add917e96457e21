/* SPDX-License-Identifier: Apache-2.0 */
/* --volume and --image: host folders and tar files inside the sandbox. */
#ifndef ZVM_CLI_VOLUME_H
#define ZVM_CLI_VOLUME_H

#include "session.h"
#include "tree.h"

struct volume {
	const struct mount_option *option;
	struct tree before; /* of a folder that is written back */
	int output;         /* archive that the guest writes at its end, -1: none */
};

struct volumes {
	struct volume *items;
	size_t count;
};

/* Adds channels and mounts for the options' volumes. Ends zvm if one cannot be used. */
void volumes_add(struct volumes *v, struct session *s);

/*
 * After the session: writes back what is rw or wo.  `ended` says whether the
 * program came to its end; without it nothing is written and a warning says so.
 * Returns false if something could not be written back.
 */
bool volumes_finish(const struct volumes *v, bool ended);

#endif
