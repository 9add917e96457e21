/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Directory functions of the library: scandir, nftw, fts-like walks, rewinddir,
 * telldir, and file names of the standard library.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>
#include <utime.h>

static void make(const char *name, size_t size)
{
	FILE *f = fopen(name, "w");
	for (size_t i = 0; i < size; i++)
		fputc('x', f);
	fclose(f);
}

static char seen[20][100];
static int visits;

/* The order within a directory is the file system's own. */
static int visit(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	snprintf(seen[visits++], sizeof seen[0], "%s %d %d %d %ld", path, type, ftw->base, ftw->level,
	         type == FTW_F ? (long)st->st_size : 0);
	return 0;
}

static int odd(const struct dirent *d)
{
	return d->d_name[0] != '.' && (d->d_name[strlen(d->d_name) - 1] - '0') % 2;
}

int main(void)
{
	struct dirent **list;
	char path[64];
	mkdir("tree", 0755);
	mkdir("tree/a", 0700);
	mkdir("tree/a/deep", 0755);
	make("tree/a/deep/file", 10);
	for (int i = 0; i < 12; i++) {
		snprintf(path, sizeof path, "tree/f%d", i);
		make(path, (size_t)i);
	}
	symlink("f3", "tree/a/link");
	int n = scandir("tree", &list, odd, versionsort);
	for (int i = 0; i < n; i++) {
		printf("%s ", list[i]->d_name);
		free(list[i]);
	}
	printf("%d\n", n);
	n = scandir("tree/a", &list, NULL, alphasort);
	for (int i = 0; i < n; i++)
		printf("%s/%d ", list[i]->d_name, list[i]->d_type);
	printf("\n");
	nftw("tree/a", visit, 10, FTW_PHYS | FTW_DEPTH);
	printf("last %s\n", seen[visits - 1]);
	qsort(seen, (size_t)visits, sizeof seen[0], (int (*)(const void *, const void *))strcmp);
	for (int i = 0; i < visits; i++)
		printf("%s\n", seen[i]);

	DIR *d = opendir("tree");
	int entries = 0, again = 0;
	while (readdir(d))
		entries++;
	rewinddir(d);
	while (readdir(d))
		again++;
	printf("%d %d %d\n", entries, again, dirfd(d) >= 0);
	rewinddir(d);
	readdir(d);
	long here = telldir(d);
	char name[256];
	strcpy(name, readdir(d)->d_name);
	readdir(d);
	seekdir(d, here);
	printf("telldir %d\n", !strcmp(readdir(d)->d_name, name));
	closedir(d);
	errno = 0;
	d = opendir("tree/f1");
	printf("%p %d\n", (void *)d, errno);

	struct stat st;
	chmod("tree/f5", 0640);
	utime("tree/f5", &(struct utimbuf){ 1000, 2000 });
	stat("tree/f5", &st);
	printf("%o %ld %ld %ld\n", st.st_mode, (long)st.st_atime, (long)st.st_mtime, (long)st.st_size);
	futimens(open("tree/f6", O_RDONLY), (struct timespec[]){ { 5, 6 }, { 7, 8 } });
	stat("tree/f6", &st);
	printf("%ld %ld %ld %ld\n", st.st_atim.tv_sec, st.st_atim.tv_nsec, st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	lstat("tree/a/link", &st);
	ssize_t length = readlink("tree/a/link", path, 60);
	printf("%d %ld %zd %.2s\n", S_ISLNK(st.st_mode), (long)st.st_size, length, path);
	umask(027);
	close(open("tree/masked", O_CREAT, 0777));
	stat("tree/masked", &st);
	printf("%o\n", st.st_mode);
	int fd = open("tree/v", O_RDWR | O_CREAT, 0600);
	struct iovec v[3] = { { "one", 3 }, { "", 0 }, { "three", 5 } };
	printf("%zd", writev(fd, v, 3));
	char a[4] = "", b[10] = "";
	struct iovec r[2] = { { a, 3 }, { b, 9 } };
	ssize_t got = preadv(fd, r, 2, 1);
	printf(" %zd %s %s\n", got, a, b);
	printf("%d %d\n", posix_fallocate(fd, 0, 100), lockf(fd, F_LOCK, 10));
	fstat(fd, &st);
	printf("%ld %d\n", (long)st.st_size, isatty(fd));
	printf("%ld %ld\n", pathconf(".", _PC_NAME_MAX), fpathconf(fd, _PC_PATH_MAX));
	chdir("tree/a");
	char *cwd = getcwd(NULL, 0);
	printf("%s\n", strrchr(cwd, '/'));
	printf("%d", chdir("../f1"));
	printf(" %d\n", errno);
	return 0;
}
