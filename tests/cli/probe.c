/* SPDX-License-Identifier: Apache-2.0 */
/* probe WHAT [ARGUMENTS]: does one thing that the cases of this folder ask for. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

__attribute__((noinline)) static int divide(int by)
{
	static volatile int hundred = 100;

	return hundred / by;
}

__attribute__((noinline)) static int recurse(int n)
{
	volatile char frame[4096];

	frame[0] = (char)n;
	return recurse(n + 1) + frame[0];
}

static void poke(void)
{
	*(volatile int *)(uintptr_t)8 = 1;
}

static void copy(void)
{
	char line[4096];

	while (fgets(line, sizeof line, stdin)) {
		fputs(line, stdout);
		fflush(stdout);
	}
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";

	if (!strcmp(what, "exit"))
		return atoi(argv[2]);
	if (!strcmp(what, "divide"))
		return divide(argc - 2);
	if (!strcmp(what, "poke"))
		poke();
	if (!strcmp(what, "recurse"))
		return recurse(0);
	if (!strcmp(what, "trap"))
		__builtin_trap();
	if (!strcmp(what, "abort"))
		abort();
	if (!strcmp(what, "spin")) {
		printf("spinning\n");
		fflush(stdout);
		for (;;)
			;
	}
	if (!strcmp(what, "flood"))
		while (puts("yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy") >= 0)
			;
	if (!strcmp(what, "copy"))
		copy();
	if (!strcmp(what, "show")) {
		FILE *in = fopen(argv[2], "r");
		int c;

		while (in && (c = getc(in)) != EOF)
			putchar(c);
	}
	if (!strcmp(what, "env"))
		printf("%s\n", getenv(argv[2]) ? getenv(argv[2]) : "(none)");
	if (!strcmp(what, "time"))
		printf("%lld\n", (long long)time(NULL));
	if (!strcmp(what, "random")) {
		uint64_t number = 0;
		int fd = open("/dev/urandom", O_RDONLY);

		printf("%d %llu\n", (int)read(fd, &number, sizeof number), (unsigned long long)number);
	}
	if (!strcmp(what, "tty"))
		printf("%d %d %d\n", isatty(0), isatty(1), isatty(2));
	if (!strcmp(what, "fill")) { /* how much memory there is, in MiB */
		static char *volatile last; /* or the compiler sees that nobody looks */
		int n = 0;

		while ((last = malloc(1 << 20))) {
			memset(last, 1, 1 << 20);
			n++;
		}
		printf("%d\n", n);
	}
	return 0;
}
