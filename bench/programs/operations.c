/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One operation, many times: operations NAME ROUNDS FOLDER.  The caller takes
 * the time outside and subtracts runs, because the sandbox has no real clock.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[256], other[256], block[1 << 16];
static int fd;

static void must(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(1);
	}
}

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

static void create_unlink(void)
{
	int f = open(other, O_CREAT | O_WRONLY, 0600);

	must(f >= 0, "open");
	close(f);
	must(unlink(other) == 0, "unlink");
}

static void read_1(void)
{
	must(pread(fd, block, 1, 100) == 1, "pread");
}

static void write_1(void)
{
	must(pwrite(fd, block, 1, 100) == 1, "pwrite");
}

static void read_4k(void)
{
	must(pread(fd, block, 4096, 0) == 4096, "pread");
}

static void write_4k(void)
{
	must(pwrite(fd, block, 4096, 0) == 4096, "pwrite");
}

static void read_64k(void)
{
	must(pread(fd, block, sizeof block, 0) == sizeof block, "pread");
}

static void do_malloc(void)
{
	static void *slots[64];
	static unsigned state = 1;

	state = state * 1103515245u + 12345u;
	unsigned k = state >> 16 & 63;

	free(slots[k]);
	slots[k] = malloc(16 + (state >> 8 & 511));
	must(slots[k] != NULL, "malloc");
	memset(slots[k], 1, 16);
}

static void runtime_call(void)
{
	must(write(1, block, 0) == 0, "write");
}

static void channel_64k(void)
{
	static int null = -1;

	if (null < 0)
		null = open("/dev/null", O_WRONLY);
	must(write(null, block, sizeof block) > 0, "write");
}

static const struct {
	const char *name;
	void (*run)(void);
} operations[] = {
	{"open+close", open_close}, {"stat", do_stat}, {"create+unlink", create_unlink},
	{"read-1", read_1}, {"write-1", write_1}, {"read-4k", read_4k}, {"write-4k", write_4k},
	{"read-64k", read_64k}, {"malloc+free", do_malloc}, {"write-nothing", runtime_call},
	{"null-64k", channel_64k},
};

int main(int argc, char **argv)
{
	size_t count = sizeof operations / sizeof *operations;

	if (argc == 2 && !strcmp(argv[1], "list")) {
		for (size_t i = 0; i < count; i++)
			puts(operations[i].name);
		return 0;
	}
	if (argc != 4)
		return 2;
	snprintf(path, sizeof path, "%s/operations-%d", argv[3], (int)getpid());
	snprintf(other, sizeof other, "%s/operations-%d.new", argv[3], (int)getpid());
	fd = open(path, O_RDWR | O_CREAT, 0600);
	must(fd >= 0 && write(fd, block, sizeof block) == sizeof block, path);
	for (size_t i = 0; i < count; i++)
		if (!strcmp(operations[i].name, argv[1])) {
			for (unsigned long n = strtoul(argv[2], NULL, 10); n; n--)
				operations[i].run();
			unlink(path);
			return 0;
		}
	unlink(path);
	return 2;
}
