/* SPDX-License-Identifier: Apache-2.0 */
/* Compares what both sides know of a file, and whole trees. */
#include "compare.h"
#include "model.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

/* Times that were set explicitly lie in [SET_MIN, SET_MAX); others are not compared. */
static bool was_set(long long sec)
{
	return sec >= SET_MIN && sec < SET_MAX;
}

void compare_stat(const struct stat *k, const struct stat *z)
{
	same("st_mode", k->st_mode, z->st_mode);
	same("st_uid", k->st_uid, z->st_uid);
	same("st_gid", k->st_gid, z->st_gid);
	same("st_rdev", (long long)k->st_rdev, (long long)z->st_rdev);
	same("st_blksize", k->st_blksize, z->st_blksize);
	if (z->st_ino == root_ino_zrt)
		return; /* the root itself holds more on ZRT's side */
	same("st_nlink", (long long)k->st_nlink, (long long)z->st_nlink);
	same("st_size", k->st_size, z->st_size);
	same("st_blocks", k->st_blocks, z->st_blocks);
	if (was_set(k->st_mtim.tv_sec) || was_set(z->st_mtim.tv_sec)) {
		same("mtime", k->st_mtim.tv_sec, z->st_mtim.tv_sec);
		same("mtime ns", k->st_mtim.tv_nsec, z->st_mtim.tv_nsec);
	}
}

uint64_t root_ino_zrt;

void find_root(void)
{
	struct stat st;

	zrt(SYS_stat, (long)"/", (long)&st, 0, 0, 0, 0);
	root_ino_zrt = st.st_ino;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Reads a whole directory into sorted "type name" strings; returns how many. */
static int list(long (*call)(long, long, long, long, long, long, long), const char *path, char **names)
{
	char buffer[512]; /* small: many calls */
	int count = 0;
	long fd = call(SYS_open, (long)path, O_RDONLY | O_DIRECTORY, 0, 0, 0, 0), size;

	if (fd < 0)
		return (int)fd;
	while ((size = call(SYS_getdents64, fd, (long)buffer, sizeof buffer, 0, 0, 0)) > 0) {
		for (long at = 0; at < size; at += *(unsigned short *)(void *)(buffer + at + 16)) {
			char *text = malloc(300);

			sprintf(text, "%s %d", buffer + at + 19, buffer[at + 18]);
			names[count++] = text;
		}
	}
	call(SYS_close, fd, 0, 0, 0, 0, 0);
	qsort(names, (size_t)count, sizeof *names, by_name);
	return count;
}

static void compare_contents(const char *path)
{
	static unsigned char k[65536], z[65536];
	long kfd = kernel(SYS_open, (long)path, O_RDONLY | O_NOATIME, 0, 0, 0, 0);
	long zfd = zrt(SYS_open, (long)path, O_RDONLY | O_NOATIME, 0, 0, 0, 0), n;
	unsigned reads = 0;

	same("open", kfd < 0, zfd < 0);
	do {
		n = kernel(SYS_read, kfd, (long)k, sizeof k, 0, 0, 0);
		same("read", n, zrt(SYS_read, zfd, (long)z, sizeof z, 0, 0, 0));
		if (n > 0)
			same("contents", 0, memcmp(k, z, (size_t)n));
	} while (n > 0 && ++reads < 64);
	kernel(SYS_close, kfd, 0, 0, 0, 0, 0);
	zrt(SYS_close, zfd, 0, 0, 0, 0, 0);
}

static void compare_dir(const char *path, unsigned depth);

static void compare_entry(const char *path, unsigned depth)
{
	char k[4200] = "", z[4200] = "";
	struct stat ks, zs;

	note("compare %s", path);
	same("lstat", kernel(SYS_lstat, (long)path, (long)&ks, 0, 0, 0, 0),
	     zrt(SYS_lstat, (long)path, (long)&zs, 0, 0, 0, 0));
	compare_stat(&ks, &zs);
	if (S_ISDIR(ks.st_mode)) {
		compare_dir(path, depth);
	} else if (S_ISREG(ks.st_mode)) {
		compare_contents(path);
	} else if (S_ISLNK(ks.st_mode)) {
		same("readlink", kernel(SYS_readlink, (long)path, (long)k, sizeof k, 0, 0, 0),
		     zrt(SYS_readlink, (long)path, (long)z, sizeof z, 0, 0, 0));
		same("link text", 0, strcmp(k, z));
	}
}

static void compare_dir(const char *path, unsigned depth)
{
	char *k[512], *z[512], inner[8192];
	int kn = list(kernel, path, k), zn = list(zrt, path, z);

	same("names", kn, zn);
	for (int i = 0; i < kn; i++) {
		if (strcmp(k[i], z[i]))
			note("%s here, %s there", k[i], z[i]);
		same("name", 0, strcmp(k[i], z[i]));
		*strrchr(k[i], ' ') = 0;
		if (strcmp(k[i], ".") && strcmp(k[i], "..") && depth < 12) {
			snprintf(inner, sizeof inner, "%s/%s", path, k[i]);
			compare_entry(inner, depth + 1);
		}
		free(k[i]);
		free(z[i]);
	}
}

void compare_trees(void)
{
	uint32_t uid[6];
	char kernel_cwd[4100] = "", zrt_cwd[4100] = "";

	/* As root: permissions are compared as attributes here. */
	kernel(SYS_getresuid, (long)&uid[0], (long)&uid[1], (long)&uid[2], 0, 0, 0);
	both(SYS_setresuid, -1, 0, -1, 0, 0);
	same("getcwd", kernel(SYS_getcwd, (long)kernel_cwd, sizeof kernel_cwd, 0, 0, 0, 0),
	     zrt(SYS_getcwd, (long)zrt_cwd, sizeof zrt_cwd, 0, 0, 0, 0));
	same("cwd", 0, strcmp(kernel_cwd, zrt_cwd));
	compare_dir(model_root(), 0);
	both(SYS_setresuid, -1, uid[1], -1, 0, 0);
}
