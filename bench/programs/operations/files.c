/* SPDX-License-Identifier: Apache-2.0 */
/* Files, folders and other calls that a kernel would answer. */
#define _GNU_SOURCE
#include "operations.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define LARGE ((size_t)1 << 30)
#define MEDIUM ((size_t)256 << 20)
#define PIECE ((size_t)64 << 10)
#define ENTRIES 10000

static char path[256], other[256], block[1 << 20];
static int fd;

static void clean(void)
{
	unlink(path);
	unlink(other);
}

/* A file of 64 KiB, open. */
static void one_file(void)
{
	strcpy(path, path_of(""));
	strcpy(other, path_of(".new"));
	atexit(clean);
	fd = open(path, O_RDWR | O_CREAT, 0600);
	must(fd >= 0 && write(fd, block, PIECE) == (ssize_t)PIECE, path);
}

static void fill(size_t size)
{
	one_file();
	memset(block, 'x', sizeof block);
	for (size_t done = 0; done < size; done += sizeof block)
		must(pwrite(fd, block, sizeof block, (off_t)done) == sizeof block, "pwrite");
}

static void medium_file(void) { fill(MEDIUM); }
static void large_file(void) { fill(LARGE); }

static void open_close(void)
{
	int f = open(path, O_RDONLY);

	must(f >= 0, "open");
	close(f);
}

static void do_stat(void)
{
	struct stat st;

	must(stat(path, &st) == 0, "stat");
}

static void stat_missing(void)
{
	struct stat st;

	must(stat(other, &st) < 0, "stat");
}

static void do_fstat(void)
{
	struct stat st;

	must(fstat(fd, &st) == 0, "fstat");
}

static char deep[512], folders[9][256];

static void no_deep_folders(void)
{
	unlink(deep);
	for (int i = 9; i--;)
		rmdir(folders[i]);
}

static void deep_folders(void)
{
	strcpy(folders[0], path_of(".d"));
	mkdir(folders[0], 0700);
	for (int i = 1; i < 9; i++) {
		snprintf(folders[i], sizeof folders[i], "%.240s/folder%d", folders[i - 1], i);
		must(mkdir(folders[i], 0700) == 0, "mkdir");
	}
	snprintf(deep, sizeof deep, "%s/file", folders[8]);
	close(open(deep, O_CREAT | O_WRONLY, 0600));
	atexit(no_deep_folders);
}

static void stat_deep(void)
{
	struct stat st;

	must(stat(deep, &st) == 0, "stat");
}

static void do_access(void) { must(access(path, R_OK) == 0, "access"); }

static void create_unlink(void)
{
	int f = open(other, O_CREAT | O_WRONLY, 0600);

	must(f >= 0, "open");
	close(f);
	must(unlink(other) == 0, "unlink");
}

static void create_write_unlink(void)
{
	int f = open(other, O_CREAT | O_WRONLY, 0600);

	must(f >= 0 && write(f, block, 8192) == 8192, "write");
	close(f);
	must(unlink(other) == 0, "unlink");
}

static void do_mkdir(void)
{
	must(mkdir(other, 0700) == 0, "mkdir");
	must(rmdir(other) == 0, "rmdir");
}

static void do_rename(void)
{
	must(rename(path, other) == 0, "rename");
	must(rename(other, path) == 0, "rename");
}

static void do_link(void)
{
	must(link(path, other) == 0, "link");
	must(unlink(other) == 0, "unlink");
}

static void do_symlink(void)
{
	char text[64];

	must(symlink("a/target", other) == 0, "symlink");
	must(readlink(other, text, sizeof text) == 8, "readlink");
	must(unlink(other) == 0, "unlink");
}

static void truncate_grow(void)
{
	must(ftruncate(fd, 4096) == 0 && ftruncate(fd, 65536) == 0, "ftruncate");
	must(pwrite(fd, block, 4096, 32768) == 4096, "pwrite");
}

static void do_chmod(void) { must(chmod(path, 0644) == 0, "chmod"); }
static void do_utimens(void) { must(utimensat(AT_FDCWD, path, NULL, 0) == 0, "utimensat"); }

static void read_n(size_t n, off_t at) { must(pread(fd, block, n, at) == (ssize_t)n, "pread"); }
static void write_n(size_t n, off_t at) { must(pwrite(fd, block, n, at) == (ssize_t)n, "pwrite"); }

static void pread_1(void) { read_n(1, 100); }
static void pwrite_1(void) { write_n(1, 100); }
static void pread_4k(void) { read_n(4096, 0); }
static void pwrite_4k(void) { write_n(4096, 0); }
static void pread_64k(void) { read_n(PIECE, 0); }

static void read_1(void)
{
	if (read(fd, block, 1) != 1)
		lseek(fd, 0, SEEK_SET);
}

static void write_1(void)
{
	static unsigned n;

	if (++n % PIECE == 0)
		lseek(fd, 0, SEEK_SET);
	must(write(fd, block, 1) == 1, "write");
}

static void do_lseek(void) { must(lseek(fd, 10, SEEK_SET) == 10, "lseek"); }

static void append(void)
{
	static unsigned n;

	if (n++ % 100000 == 0)
		must(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0, "ftruncate");
	must(write(fd, block, 100) == 100, "write");
}

static void do_readv(void)
{
	struct iovec v[4] = {{block, 100}, {block + 100, 200}, {block + 300, 300}, {block + 600, 400}};

	must(preadv(fd, v, 4, 0) == 1000, "preadv");
}

static uint32_t next(void)
{
	static uint32_t state = 1;

	state = state * 1664525u + 1013904223u;
	return state >> 8;
}

static void pwrite_random(void) { write_n(4096, (off_t)(next() % (MEDIUM / 4096)) * 4096); }
static void pread_random(void) { read_n(4096, (off_t)(next() % (MEDIUM / 4096)) * 4096); }

static void write_large(void)
{
	int f = open(other, O_CREAT | O_WRONLY | O_TRUNC, 0600);

	must(f >= 0, "open");
	for (size_t done = 0; done < LARGE; done += PIECE)
		must(write(f, block, PIECE) == (ssize_t)PIECE, "write");
	close(f);
	must(unlink(other) == 0, "unlink");
}

static void rewrite_large(void)
{
	for (size_t done = 0; done < LARGE; done += PIECE)
		must(pwrite(fd, block, PIECE, (off_t)done) == (ssize_t)PIECE, "write");
}

static void read_large(void)
{
	for (size_t done = 0; done < LARGE; done += PIECE)
		must(pread(fd, block, PIECE, (off_t)done) == (ssize_t)PIECE, "read");
}

static void copy_range(void)
{
	off_t from = 0, to = 0;
	int f = open(other, O_CREAT | O_RDWR, 0600);

	must(f >= 0, "open");
	while (from < (off_t)MEDIUM)
		must(copy_file_range(fd, &from, f, &to, MEDIUM - (size_t)from, 0) > 0, "copy_file_range");
	close(f);
	unlink(other);
}

static char many[256];

static void few_left(void)
{
	for (int i = 0; i < ENTRIES; i++) {
		snprintf(other, sizeof other, "%s/entry-number-%d", many, i);
		unlink(other);
	}
	rmdir(many);
}

static void make_entries(void)
{
	strcpy(many, path_of(".many"));
	must(mkdir(many, 0700) == 0, many);
	for (int i = 0; i < ENTRIES; i++) {
		snprintf(other, sizeof other, "%s/entry-number-%d", many, i);
		close(open(other, O_CREAT | O_WRONLY, 0600));
	}
	atexit(few_left);
}

static void read_entries(void)
{
	DIR *d = opendir(many);
	long n = 0;

	must(d != NULL, "opendir");
	for (struct dirent *e; (e = readdir(d));)
		n += e->d_name[0] != '.';
	must(n == ENTRIES, "readdir");
	closedir(d);
}

static void stat_entries(void)
{
	static int i;
	struct stat st;

	snprintf(other, sizeof other, "%s/entry-number-%d", many, i++ % ENTRIES);
	must(stat(other, &st) == 0, "stat");
}

static void do_dup(void)
{
	int f = dup(fd);

	must(f >= 0, "dup");
	close(f);
}

static int ends[2];

static void make_pipe(void) { must(pipe(ends) == 0, "pipe"); }

static void pipe_1(void)
{
	must(write(ends[1], block, 1) == 1 && read(ends[0], block, 1) == 1, "pipe");
}

static void pipe_4k(void)
{
	must(write(ends[1], block, 4096) == 4096 && read(ends[0], block, 4096) == 4096, "pipe");
}

static void do_pid(void) { sink = getppid(); }

static void do_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	sink = t.tv_nsec;
}

static void write_nothing(void) { must(write(1, block, 0) == 0, "write"); }

static int null_device = -1;

static void open_null(void) { null_device = open("/dev/null", O_WRONLY); }
static void null_64k(void) { must(write(null_device, block, PIECE) > 0, "write"); }

static void map_file(void)
{
	char *p = mmap(NULL, PIECE, PROT_READ, MAP_PRIVATE, fd, 0);

	must(p != MAP_FAILED, "mmap");
	for (size_t i = 0; i < PIECE; i += 4096)
		sink += p[i];
	munmap(p, PIECE);
}

const struct operation file_operations[] = {
	{"open+close", open_close, one_file}, {"stat", do_stat, one_file}, {"stat-missing", stat_missing, one_file},
	{"stat-deep", stat_deep, deep_folders}, {"fstat", do_fstat, one_file}, {"access", do_access, one_file},
	{"create+unlink", create_unlink, one_file}, {"create+write-8k+unlink", create_write_unlink, one_file},
	{"mkdir+rmdir", do_mkdir, one_file}, {"rename", do_rename, one_file}, {"link+unlink", do_link, one_file},
	{"symlink+readlink", do_symlink, one_file}, {"truncate", truncate_grow, one_file}, {"chmod", do_chmod, one_file},
	{"utimensat", do_utimens, one_file},
	{"read-1", read_1, one_file}, {"write-1", write_1, one_file}, {"pread-1", pread_1, one_file},
	{"pwrite-1", pwrite_1, one_file}, {"pread-4k", pread_4k, one_file}, {"pwrite-4k", pwrite_4k, one_file},
	{"pread-64k", pread_64k, one_file}, {"lseek", do_lseek, one_file}, {"append-100", append, one_file},
	{"preadv", do_readv, one_file}, {"pwrite-4k-random", pwrite_random, medium_file},
	{"pread-4k-random", pread_random, medium_file}, {"write-1g", write_large, one_file},
	{"rewrite-1g", rewrite_large, large_file}, {"read-1g", read_large, large_file},
	{"copy_file_range-256m", copy_range, medium_file}, {"readdir-10k", read_entries, make_entries},
	{"stat-10k-names", stat_entries, make_entries}, {"dup+close", do_dup, one_file}, {"pipe-1", pipe_1, make_pipe},
	{"pipe-4k", pipe_4k, make_pipe}, {"getppid", do_pid, NULL}, {"clock_gettime", do_clock, NULL},
	{"write-nothing", write_nothing, NULL}, {"null-64k", null_64k, open_null}, {"mmap-file-64k", map_file, one_file},
	{NULL, NULL, NULL},
};
