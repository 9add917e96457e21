/* SPDX-License-Identifier: Apache-2.0 */
/* zvm pipeline: several instances with channels between them. */
#ifndef ZVM_CLI_PIPELINE_H
#define ZVM_CLI_PIPELINE_H

#include "session.h"
#include "volume.h"

/* A channel of an instance that the file names. */
enum wire_kind {
	WIRE_READ,  /* from a host file */
	WIRE_WRITE, /* to a host file */
	WIRE_UNIX,  /* to another instance over a unix socket */
	WIRE_TCP,   /* ... over tcp */
	WIRE_PIPE   /* ... through a pipe of this machine, without framing and digest */
};

struct wire {
	enum wire_kind kind;
	const char *alias;      /* in this instance */
	const char *file;       /* WIRE_READ, WIRE_WRITE */
	const char *peer;       /* name of the other instance */
	const char *peer_alias; /* its channel */
	const char *address;    /* WIRE_TCP: "ADDRESS:PORT", or NULL: loopback, any free port */
	unsigned line;
};

struct instance {
	const char *name;
	struct options options;
	struct wire *wires;
	size_t wire_count;
	struct session session;
	struct volumes volumes;
	unsigned line;
};

struct pipeline {
	const char *path;
	struct instance *instances;
	size_t count;
};

/* Reads the file; wrong ones end zvm with "path:line: what". */
void pipeline_read(struct pipeline *p, const char *path);

struct instance *pipeline_find(const struct pipeline *p, const char *name);

int pipeline_main(int argc, char **argv);

#endif
