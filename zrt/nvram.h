/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nvram.h - what the text on the channel /dev/nvram means.  One table in
 * nvram.c lists all sections and keys; docs/nvram-and-images.md explains them.
 */
#ifndef ZRT_NVRAM_H
#define ZRT_NVRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nvram_env.h"

struct zrt_mount {
	char *channel;    /* alias */
	char *mountpoint; /* absolute path */
	bool export;      /* access=wo: written at the end; else read at the start */
	bool removable;   /* read at the first look-up below the mountpoint */
	unsigned line;
	struct zrt_inode *dir; /* images.c: mountpoint of a removable image not yet read */
};

struct zrt_mapping {
	char *channel; /* alias */
	uint32_t type; /* S_IFCHR, S_IFIFO, S_IFREG or S_IFBLK */
	unsigned line;
};

/* A list that grows; `items` are of the type that the comment names. */
struct zrt_list {
	void *items;
	size_t count, room;
};

struct zrt_nvram {
	struct zrt_list args;     /* char *: argv without the NULL */
	struct zrt_list env;      /* char *: "name=value", each name once */
	struct zrt_env_index env_index; /* of `env`, while the text is read */
	struct zrt_list mounts;   /* struct zrt_mount, in the order of the text */
	struct zrt_list mappings; /* struct zrt_mapping */
	int64_t seconds, nanoseconds, step; /* step: ns */
	char *seed;               /* NULL: none */
	uint32_t uid, gid;
	bool uid_set, gid_set;
	uint64_t verbosity;       /* 0-4 */
	uint64_t fail, fail_from; /* allocation to fail, 0: none */
	bool precache;
	unsigned errors;
	bool no_memory; /* something is missing because memory ran out */
	void (*tell)(unsigned line, const char *what, const char *detail); /* each error; NULL: nobody */
};

/* Fills *nvram, which holds zeros but for `tell`; defaults where the text is silent. */
void zrt_nvram_read(struct zrt_nvram *nvram, const char *text, size_t size);

#endif
