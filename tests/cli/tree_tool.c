/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tree-tool pack FOLDER > ARCHIVE
 * tree-tool list < ARCHIVE
 * tree-tool sync FOLDER GIVEN < ARCHIVE: writes the archive back into FOLDER
 *     after GIVEN (a command for sh) has run; the folder's state before it is
 *     what "the guest was given"
 */
#include "sync.h"
#include "tar.h"
#include "tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>

static int list(void)
{
	struct tar_reader r;
	int more;

	tar_open(&r, 0);
	while ((more = tar_read(&r)) == 1)
		printf("%c %o %llu %s%s%s\n", r.e.type, (unsigned)r.e.mode, (unsigned long long)r.e.size, r.e.name,
		       *r.e.link ? " -> " : "", r.e.link);
	if (more < 0)
		printf("error: %s\n", r.error);
	tar_close(&r);
	return more < 0;
}

int main(int argc, char **argv)
{
	struct tree before;
	int null;

	if (argc == 3 && !strcmp(argv[1], "pack")) {
		tree_pack(argv[2], 1, NULL);
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "list"))
		return list();
	if (argc != 4 || strcmp(argv[1], "sync"))
		return 2;
	null = open("/dev/null", O_WRONLY);
	tree_pack(argv[2], null, &before);
	if (system(argv[3]) != 0)
		return 2;
	return !sync_folder(argv[2], 0, &before);
}
