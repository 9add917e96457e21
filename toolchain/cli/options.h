/* The options of `zvm run`, as given. */
#ifndef ZVM_CLI_OPTIONS_H
#define ZVM_CLI_OPTIONS_H

#include <stddef.h>
#include <stdint.h>

struct list {
	const char **items;
	size_t count;
};

struct options {
	uint64_t memory;      /* bytes of guest memory */
	uint32_t timeout;     /* seconds of wall-clock time */
	const char *time;     /* start of the guest's clock in seconds since 1970, or NULL */
	const char *seed;     /* of the guest's random stream, or NULL */
	const char *report;   /* file for the session's report, or NULL */
	const char *save;     /* directory that keeps manifest and nvram, or NULL */
	struct list env;      /* NAME=VALUE */
	const char *program;
	struct list args;     /* behind the program, as typed */
};

/* Parses the command line; prints help or an error and exits if asked or wrong. */
void options_parse(struct options *o, int argc, char **argv);

void list_add(struct list *list, const char *item);

#endif
