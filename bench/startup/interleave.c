/* SPDX-License-Identifier: Apache-2.0 */
/*
 * interleave ROUNDS COMMAND... -- COMMAND... [-- COMMAND...]: runs the commands in
 * turn, ROUNDS times each, and prints for each the microseconds from exec to exit
 * (least, median), the median of its processor time with its children's, and its
 * largest resident set.  Output of the commands goes to /dev/null.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { COMMANDS_MAX = 16 };

struct command {
	char **argv;
	double *wall, *cpu; /* microseconds of each round */
	long peak;          /* KiB */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double micros(struct timeval t)
{
	return (double)t.tv_sec * 1e6 + (double)t.tv_usec;
}

static void run(struct command *c, int round, int null)
{
	struct rusage usage;
	int status;
	double start = now();
	pid_t pid = vfork();

	if (pid == 0) {
		dup2(null, STDOUT_FILENO);
		execvp(c->argv[0], c->argv);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &usage) < 0)
		exit(1);
	c->wall[round] = now() - start;
	c->cpu[round] = micros(usage.ru_utime) + micros(usage.ru_stime);
	if (usage.ru_maxrss > c->peak)
		c->peak = usage.ru_maxrss;
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		fprintf(stderr, "%s: status %d\n", c->argv[0], status);
		exit(1);
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	struct command commands[COMMANDS_MAX];
	int count = 0, rounds = argc > 2 ? atoi(argv[1]) : 0;
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (rounds < 1)
		return 2;
	for (int i = 2; i < argc && count < COMMANDS_MAX; i++) {
		commands[count].argv = &argv[i];
		commands[count].peak = 0;
		commands[count].wall = calloc((size_t)rounds, sizeof(double));
		commands[count].cpu = calloc((size_t)rounds, sizeof(double));
		count++;
		while (i < argc && strcmp(argv[i], "--"))
			i++;
		argv[i] = NULL;
	}
	for (int round = -1; round < rounds; round++)
		for (int i = 0; i < count; i++)
			run(&commands[i], round < 0 ? 0 : round, null);
	printf("%10s %10s %10s %8s\n", "least us", "median us", "cpu us", "peak KiB");
	for (int i = 0; i < count; i++) {
		struct command *c = &commands[i];

		qsort(c->wall, (size_t)rounds, sizeof(double), by_value);
		qsort(c->cpu, (size_t)rounds, sizeof(double), by_value);
		printf("%10.0f %10.0f %10.0f %8ld ", c->wall[0], c->wall[rounds / 2], c->cpu[rounds / 2], c->peak);
		for (char **word = c->argv; *word; word++)
			printf(" %s", *word);
		putchar('\n');
	}
	return 0;
}
