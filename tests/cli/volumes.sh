#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# RUN: "$S" "$D"
# OUT: all well
# TIMEOUT: 300
# Folders and tar images inside the sandbox, and their way back.
set -e
cat >work.c <<'END'
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
static void put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");
	if (!f || fputs(text, f) < 0 || fclose(f)) { perror(name); exit(1); }
}
int main(int argc, char **argv)
{
	if (chdir(argv[1])) { perror(argv[1]); return 1; }
	if (argc > 2 && !strcmp(argv[2], "change")) {
		put("new", "new\n");
		put("changed", "changed\n");
		if (mkdir("folder/made", 0755) || unlink("deleted") || rename("moved", "folder/here") ||
		    symlink("../changed", "folder/link") || chmod("same", 0600) || link("new", "second")) {
			perror("work");
			return 1;
		}
		put("folder/made/deep", "deep\n");
	} else if (argc > 2 && !strcmp(argv[2], "crash")) {
		put("new", "new\n");
		unlink("deleted");
		*(volatile int *)8 = 1;
	} else if (argc > 2 && !strcmp(argv[2], "full")) {
		char block[65536];
		FILE *f = fopen("new", "w");
		memset(block, 'x', sizeof block);
		while (fwrite(block, sizeof block, 1, f) == 1)
			;
		return 0;
	}
	struct dirent **names;
	int n = scandir(".", &names, NULL, alphasort);
	for (int i = 0; i < n; i++)
		if (names[i]->d_name[0] != '.')
			printf("%s\n", names[i]->d_name);
	return 0;
}
END
zvm-clang -O1 -g work.c -o work
fresh() {
	rm -rf host; mkdir -p host/folder
	echo same >host/same; echo old >host/changed; echo bye >host/deleted; echo m >host/moved
	touch -d @1000000000 host/same host/changed
}
fresh
[ "$(zvm run -v host:/w work /w)" = $'changed\ndeleted\nfolder\nmoved\nsame' ]
cp -a host before
zvm run -v host:/w work /w change >/dev/null # read only: nothing comes back
diff -r before host

zvm run --volume host:/deep/inside:rw work /deep/inside change >/dev/null
[ "$(cat host/new host/changed host/folder/made/deep host/folder/here host/same)" = $'new\nchanged\ndeep\nm\nsame' ]
[ ! -e host/deleted ] && [ ! -e host/moved ] && [ "$(readlink host/folder/link)" = ../changed ]
[ "$(stat -c '%a %Y' host/same)" = '600 1000000000' ] && [ host/new -ef host/second ]
zvm run -v host:/w:rw work /w >/dev/null # unchanged and back again
[ -z "$(find host -name '.zvm*')" ]

# A program that fails changes nothing; the host's own changes meanwhile stay.
fresh; cp -a host/. before/; rm -rf before; cp -a host before
! zvm run -v host:/w:rw work /w crash 2>err
diff -r before host
# Its own code is its end too: what abort leaves is written back only with exit.
zvm run -m 40M -v host:/w:rw work /w full >/dev/null 2>err || grep >/dev/null . err
cmp before/same host/same; cmp before/deleted host/deleted

# Two volumes and an image at once; the later lies over the earlier.
mkdir -p a b; echo a >a/one; echo b >b/one; echo b >b/two
tar -cf image.tar -C b .
[ "$(zvm run -v a:/w -i image.tar:/w work /w)" = $'one\ntwo' ]

# Images: read, written back, and written only.
tar -cf image.tar -C host .
zvm run -i image.tar:/w:rw work /w change >/dev/null
tar -tf image.tar | grep >/dev/null 'folder/made/deep'
! tar -tf image.tar | grep >/dev/null deleted
zvm run -i fresh.tar:/out:wo work /out >/dev/null 2>err || true
cp image.tar kept.tar
! zvm run -i image.tar:/w:rw work /w crash 2>err
cmp image.tar kept.tar
gzip -k image.tar
! zvm run -i image.tar.gz work / 2>err; grep -q 'is compressed; unpack it first (gunzip)' err
! zvm run -i work work / 2>err; grep -q 'is no tar archive' err
! zvm run -i nosuch.tar work / 2>err; grep -q 'nosuch.tar: cannot open' err
! zvm run -v nosuch:/w work /w 2>err; grep -q 'nosuch' err

# The program out of an image, through a link; and saved with all its files.
mkdir -p root/bin; cp work root/bin/; ln -s work root/bin/tool
tar -cf root.tar -C root .
[ "$(zvm run -i root.tar /bin/tool /bin)" = $'tool\nwork' ]
! zvm run -i root.tar bin/nosuch 2>err; grep -q 'no such program' err
zvm run --save saved -i root.tar -v a:/w bin/work /w >/dev/null
rm -rf a
[ "$(zerovm --report /dev/null saved/manifest)" = one ]
echo all well
