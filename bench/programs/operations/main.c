/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One operation, many times: operations NAME ROUNDS FOLDER.  The caller takes
 * the time outside and subtracts runs, because the sandbox has no real clock.
 * `operations list` prints the names.
 */
#include "operations.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *folder;
volatile long sink;

void must(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(1);
	}
}

const char *path_of(const char *name)
{
	static char paths[4][256];
	static unsigned turn;
	char *path = paths[turn++ % 4];

	snprintf(path, sizeof paths[0], "%s/operations-%d%s", folder, (int)getpid(), name);
	return path;
}

static const struct operation *const tables[] = {
	file_operations, memory_operations, string_operations, text_operations,
};
#define TABLES (sizeof tables / sizeof *tables)

static const struct operation *find(const char *name)
{
	for (size_t t = 0; t < TABLES; t++)
		for (const struct operation *o = tables[t]; o->name; o++)
			if (!strcmp(o->name, name))
				return o;
	return NULL;
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "list")) {
		for (size_t t = 0; t < TABLES; t++)
			for (const struct operation *o = tables[t]; o->name; o++)
				puts(o->name);
		return 0;
	}
	const struct operation *o = argc == 4 ? find(argv[1]) : NULL;

	if (!o) {
		fprintf(stderr, "usage: operations list | operations NAME ROUNDS FOLDER\n");
		return 2;
	}
	folder = argv[3];
	if (o->prepare)
		o->prepare();
	for (unsigned long n = strtoul(argv[2], NULL, 10); n; n--)
		o->run();
	return 0;
}
