/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file system from inside the sandbox, through libc: files, directories,
 * links, times, shared mappings, pipes, epoll, socket pairs, /proc and /dev.
 *
 * RUN: zvm-clang -O2 -o "$T/files" "$S" && zvm run "$T/files"
 * OUT: ok
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define CHECK(truth) \
	((truth) ? (void)0 : (printf("line %d: %s (%s)\n", __LINE__, #truth, strerror(errno)), exit(1)))

static void files(void)
{
	static char block[1 << 20];
	struct stat st;
	FILE *file = fopen("/tmp/file", "w+");
	int fd, copy;

	CHECK(file && fprintf(file, "hello %d\n", 42) == 9 && fflush(file) == 0);
	CHECK(fseek(file, 6, SEEK_SET) == 0 && fgetc(file) == '4');
	CHECK(fclose(file) == 0 && stat("/tmp/file", &st) == 0 && st.st_size == 9);
	fd = open("/tmp/big", O_RDWR | O_CREAT | O_EXCL, 0600);
	CHECK(fd >= 0);
	for (int i = 0; i < 32; i++) {
		memset(block, i, sizeof block);
		CHECK(write(fd, block, sizeof block) == sizeof block);
	}
	CHECK(pread(fd, block, sizeof block, 5 << 20) == sizeof block && block[0] == 5);
	copy = open("/tmp/copy", O_RDWR | O_CREAT, 0600);
	CHECK(lseek(fd, 0, SEEK_SET) == 0 && sendfile(copy, fd, NULL, 32 << 20) == 32 << 20);
	CHECK(fstat(copy, &st) == 0 && st.st_size == 32 << 20 && st.st_blocks == 65536);
	CHECK(ftruncate(copy, 1LL << 40) == 0 && fstat(copy, &st) == 0 && st.st_blocks == 65536);
	CHECK(close(fd) == 0 && close(copy) == 0 && unlink("/tmp/copy") == 0 && unlink("/tmp/big") == 0);
}

static void names(void)
{
	char text[100];
	struct stat st;
	DIR *dir;
	int count = 0;

	CHECK(mkdir("/d", 0755) == 0 && mkdir("/d", 0755) < 0 && errno == EEXIST);
	CHECK(chdir("/d") == 0 && getcwd(text, sizeof text) && !strcmp(text, "/d"));
	for (int i = 0; i < 1000; i++) {
		snprintf(text, sizeof text, "name %d", i);
		CHECK(close(open(text, O_CREAT | O_WRONLY, 0644)) == 0);
	}
	CHECK((dir = opendir(".")) != NULL);
	while (readdir(dir))
		count++;
	CHECK(closedir(dir) == 0 && count == 1002);
	CHECK(link("name 1", "hard") == 0 && stat("hard", &st) == 0 && st.st_nlink == 2);
	CHECK(symlink("hard", "soft") == 0 && readlink("soft", text, sizeof text) == 4);
	CHECK(symlink("loop", "loop") == 0 && open("loop", O_RDONLY) < 0 && errno == ELOOP);
	CHECK(rename("hard", "moved") == 0 && stat("soft", &st) < 0 && errno == ENOENT);
	CHECK(rmdir("/d") < 0 && errno == ENOTEMPTY);
	CHECK(realpath("../d/./name 5", text) && !strcmp(text, "/d/name 5"));
	CHECK(chdir("/") == 0);
}

static void mapping(void)
{
	int fd = open("/tmp/map", O_RDWR | O_CREAT, 0600);
	char *map, byte;

	CHECK(fd >= 0 && ftruncate(fd, 100000) == 0);
	map = mmap(NULL, 100000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(map != MAP_FAILED);
	map[50000] = 'x';
	CHECK(pread(fd, &byte, 1, 50000) == 1 && byte == 'x');
	CHECK(pwrite(fd, "y", 1, 99999) == 1 && map[99999] == 'y');
	CHECK(munmap(map, 100000) == 0 && pread(fd, &byte, 1, 50000) == 1 && byte == 'x');
	CHECK(close(fd) == 0);
}

static void waiting(void)
{
	struct epoll_event event = {.events = EPOLLIN};
	int p[2], s[2], set = epoll_create1(0);
	char text[10];

	CHECK(pipe(p) == 0 && epoll_ctl(set, EPOLL_CTL_ADD, p[0], &event) == 0);
	CHECK(epoll_wait(set, &event, 1, 50) == 0);
	CHECK(write(p[1], "abc", 3) == 3 && epoll_wait(set, &event, 1, -1) == 1);
	CHECK(read(p[0], text, 10) == 3);
	CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, s) == 0 && send(s[0], "hi", 2, 0) == 2 && recv(s[1], text, 10, 0) == 2);
	CHECK(socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EAFNOSUPPORT);
}

static void special(void)
{
	struct statvfs fs;
	char text[100];
	int fd = open("/dev/full", O_WRONLY), shared = shm_open("/shared", O_RDWR | O_CREAT, 0600);
	FILE *file = fopen("/proc/meminfo", "r");
	ssize_t n;

	CHECK(write(fd, "x", 1) < 0 && errno == ENOSPC);
	CHECK(shared >= 0);
	n = readlink("/proc/self/fd/3", text, sizeof text);
	CHECK(n > 0);
	CHECK(file && fgets(text, sizeof text, file) && !strncmp(text, "MemTotal:", 9));
	CHECK(statvfs("/tmp", &fs) == 0 && fs.f_bfree > 0 && fs.f_bsize == 4096);
	CHECK(mkdir("/dev/x", 0755) < 0 && errno == EROFS);
	CHECK(!isatty(fd) && (errno == ENOTTY || errno == EINVAL));
}

int main(void)
{
	files();
	names();
	mapping();
	waiting();
	special();
	puts("ok");
	return 0;
}
