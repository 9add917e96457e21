/*
 * The two texts that describe a session: the loader's manifest and the
 * runtime's nvram.  Pure: they are written to streams of the caller.
 */
#ifndef ZVM_CLI_SESSION_H
#define ZVM_CLI_SESSION_H

#include "options.h"

#include <stdbool.h>
#include <stdio.h>

struct channel {
	const char *uri;   /* of the host */
	const char *alias; /* of the guest */
	int type;          /* enum zvm_channel_type */
	bool reads, writes;
};

struct session {
	const struct options *options;
	struct channel *channels;
	size_t channel_count;
	struct list args; /* argv of the guest */
};

void session_write_manifest(FILE *out, const struct session *s);
void session_write_nvram(FILE *out, const struct session *s);

#endif
