/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two texts that describe a session: the loader's manifest and the
 * runtime's nvram.  Pure: they are written to streams of the caller.
 */
#ifndef ZVM_CLI_SESSION_H
#define ZVM_CLI_SESSION_H

#include "options.h"

#include <stdio.h>

struct channel {
	const char *alias; /* of the guest */
	int type;          /* enum zvm_channel_type */
	bool reads, writes;
	int fd;            /* open descriptor for this run; -1: `path` */
	const char *path;  /* absolute host path, or another uri; for a kept manifest */
	bool uri;          /* `path` is a uri as the manifest spells it */
	int64_t put_size;  /* bytes that may be written; 0: no limit */
};

struct mount {
	const char *channel; /* alias */
	const char *guest;   /* path */
	bool output;         /* written at the end; else read at the start */
};

struct session {
	const struct options *options;
	const char *program; /* path for the loader */
	struct channel *channels;
	size_t channel_count;
	struct mount *mounts;
	size_t mount_count;
	struct list args; /* argv of the guest */
	struct list env;  /* NAME=VALUE */
};

struct channel *session_add_channel(struct session *s, struct channel c);
void session_add_mount(struct session *s, struct mount m);

/* `kept`: with paths, for a later `zerovm DIR/manifest`; else with descriptors. */
void session_write_manifest(FILE *out, const struct session *s, bool kept);
void session_write_nvram(FILE *out, const struct session *s);

#endif
