/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /proc and /etc as programs read them: arguments, environment, the map of the
 * memory, limits, names; and what the C library makes of /etc.
 *
 * RUN: zvm-clang -O2 "$S" -o prog && zvm run --env COLOUR=red --mem 64M prog one "two three"
 * OUT: ok
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define CHECK(truth) \
	((truth) ? (void)0 : (printf("line %d: %s (%s)\n", __LINE__, #truth, strerror(errno)), exit(1)))

static char text[65536];

static size_t load(const char *path)
{
	int fd = open(path, O_RDONLY);
	size_t size = 0;
	ssize_t n;

	CHECK(fd >= 0);
	/* In small pieces: the text must not change between them. */
	while ((n = read(fd, text + size, 100)) > 0)
		size += (size_t)n;
	CHECK(n == 0 && size < sizeof text);
	close(fd);
	text[size] = 0;
	return size;
}

static void process(char **argv)
{
	char path[100];

	CHECK(load("/proc/self/cmdline") == strlen(argv[0]) + 15);
	CHECK(!memcmp(text + strlen(argv[0]) + 1, "one\0two three", 14));
	size_t size = load("/proc/self/environ");
	CHECK(memmem(text, size, "COLOUR=red", 11));
	load("/proc/self/comm");
	CHECK(!strcmp(text, "prog\n"));
	prctl(PR_SET_NAME, "another");
	load("/proc/self/status");
	CHECK(!strncmp(text, "Name:\tanother\n", 14) && strstr(text, "\nThreads:\t1\n"));
	load("/proc/self/stat");
	int fields = 1;
	for (char *p = text; *p; p++)
		fields += *p == ' ';
	CHECK(!strncmp(text, "1 (another) R 0 ", 16) && fields == 52);
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	CHECK(n > 0 && path[0] == '/');
	path[n] = 0;
	CHECK(!strcmp(path + n - 5, "/prog"));
	/* A file that stays open says how it is at each reading from the start. */
	int fd = open("/proc/self/comm", O_RDONLY);
	CHECK(fd >= 0 && pread(fd, path, sizeof path, 0) == 8);
	prctl(PR_SET_NAME, "third");
	CHECK(pread(fd, path, sizeof path, 0) == 6 && !memcmp(path, "third\n", 6) && close(fd) == 0);
	CHECK(open("/proc/self/stat", O_RDWR) < 0 && errno == EACCES);
}

/* The line of the map that holds an address, and what it says. */
static const char *line_of(const void *address)
{
	static char line[4300];
	char *save;

	load("/proc/self/maps");
	for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
		unsigned long start, end;

		CHECK(sscanf(l, "%lx-%lx ", &start, &end) == 2 && start < end);
		if ((unsigned long)address >= start && (unsigned long)address < end)
			return strcpy(line, l);
	}
	return "";
}

static void memory(void)
{
	static int data = 1;
	int local = 0;
	int fd = open("/tmp/mapped", O_RDWR | O_CREAT, 0600);
	char *mapped, *plain;

	CHECK(strstr(line_of((void *)process), " r-xp "));
	CHECK(strstr(line_of(&data), " rw-p "));
	CHECK(strstr(line_of(&local), "[stack]"));
	CHECK(fd >= 0 && ftruncate(fd, 8192) == 0);
	mapped = mmap(NULL, 8192, PROT_READ, MAP_SHARED, fd, 0);
	plain = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	CHECK(mapped != MAP_FAILED && plain != MAP_FAILED);
	CHECK(strstr(line_of(mapped), " r--s ") && strstr(line_of(mapped), "/tmp/mapped"));
	CHECK(strstr(line_of(plain + 5000), " rw-p "));
	CHECK(munmap(plain, 1 << 20) == 0 && !*line_of(plain));
}

static void limits(void)
{
	const struct rlimit files = {77, 200};

	CHECK(setrlimit(RLIMIT_NOFILE, &files) == 0);
	load("/proc/self/limits");
	CHECK(strstr(text, "Max open files            77                   200                  files"));
}

static void libc(void)
{
	time_t t = 0;
	struct addrinfo *found, hints = {.ai_socktype = SOCK_STREAM};

	CHECK(localtime(&t)->tm_hour == 0 && !strcmp(tzname[0], "UTC"));
	CHECK(getpwnam("root")->pw_uid == 0 && !getpwnam("noone"));
	CHECK(getaddrinfo("localhost", "https", &hints, &found) == 0 && found);
	freeaddrinfo(found);
	CHECK(getservbyname("http", "tcp")->s_port == 80 << 8);
	CHECK(getaddrinfo("example.org", "80", &hints, &found) != 0);
	CHECK(load("/proc/sys/kernel/random/uuid") == 37 && text[14] == '4');
	load("/proc/stat");
	CHECK(!strncmp(text, "cpu  ", 5) && strstr(text, "\nbtime 0\n"));
}

int main(int argc, char **argv)
{
	CHECK(argc == 3);
	process(argv);
	memory();
	limits();
	libc();
	puts("ok");
	return 0;
}
