/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "tool.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "zvm-rewrite: ");
	perror(what);
	exit(2);
}

static FILE *to_file(const struct out *text)
{
	FILE *f = tmpfile();

	if (!f || fwrite(text->p, 1, text->n, f) != text->n || fflush(f) || fseek(f, 0, SEEK_SET))
		fail("temporary file");
	return f;
}

static void read_pipe(int fd, struct out *text)
{
	char block[65536];
	ssize_t got;

	text->n = 0;
	while ((got = read(fd, block, sizeof block)) > 0)
		out_text(text, block, (size_t)got);
}

int tool_run(const char *const *argv, const struct out *input, struct out *output, FILE *reports)
{
	FILE *f = to_file(input);
	int status, ends[2];
	pid_t child;

	if (pipe(ends))
		fail("pipe");
	fflush(stderr);
	child = fork();
	if (child == 0) {
		if (dup2(fileno(f), 0) == 0 && dup2(ends[1], 1) == 1 && (!reports || dup2(fileno(reports), 2) == 2))
			execvp(argv[0], (char *const *)(uintptr_t)argv);
		perror("zvm-rewrite: " LLVM_MC);
		_exit(2);
	}
	close(ends[1]);
	if (child > 0)
		read_pipe(ends[0], output);
	close(ends[0]);
	fclose(f);
	if (child < 0 || waitpid(child, &status, 0) != child)
		fail(LLVM_MC);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
