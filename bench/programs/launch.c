/* SPDX-License-Identifier: Apache-2.0 */
/*
 * launch PROGRAM [ARGUMENTS...]: runs it and writes its largest resident set,
 * in KiB, to standard error.  Linux lets a process inherit that figure from the
 * one that started it, so the starter must be small: Python is not.
 */
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

int main(int argc, char **argv)
{
	struct rusage usage;
	pid_t pid;
	int status;

	if (argc < 2 || posix_spawnp(&pid, argv[1], NULL, NULL, argv + 1, environ))
		return 127;
	if (wait4(pid, &status, 0, &usage) < 0 || !WIFEXITED(status))
		return 126;
	fprintf(stderr, "%ld\n", usage.ru_maxrss);
	return WEXITSTATUS(status);
}
