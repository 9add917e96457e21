/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Source lines and instructions in words, for messages only, by LLVM's tools.
 * They are no part of the verdict; without them the messages are shorter.  What
 * they read may be hostile: zvm-tool runs them, which leaves them no way out.
 */
#include "main.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { ARGUMENTS_MAX = 4 }; /* of a tool, its name included */

/* zvm-tool beside this program, or NULL. */
static const char *find_tool_runner(void)
{
	static char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - sizeof "/../libexec/zvm/zvm-tool");
	char *slash;

	if (length < 0)
		return NULL;
	path[length] = 0;
	slash = strrchr(path, '/');
	if (!slash)
		return NULL;
	strcpy(slash, "/../libexec/zvm/zvm-tool");
	return path;
}

/* Starts a tool that reads `input` and gives its output as a stream, or NULL. */
static FILE *start(const struct subject *s, char *const tool[], int input, pid_t *pid)
{
	const char *runner = find_tool_runner();
	char *argv[ARGUMENTS_MAX + 3] = {(char *)(uintptr_t)runner, (char *)(uintptr_t)s->path};
	posix_spawn_file_actions_t actions;
	int ends[2], failed;

	for (size_t n = 0; n < ARGUMENTS_MAX && tool[n]; n++)
		argv[n + 2] = tool[n];
	if (!runner || pipe2(ends, O_CLOEXEC) != 0)
		return NULL;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	failed = posix_spawn(pid, runner, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (failed) {
		close(ends[0]);
		return NULL;
	}
	return fdopen(ends[0], "r");
}

static void finish(FILE *output, pid_t pid)
{
	fclose(output);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* Cuts the line end and leading blanks off. */
static char *trim(char *line)
{
	line[strcspn(line, "\r\n")] = 0;
	return line + strspn(line, " \t");
}

/* Two lines for each address: function, file:line:column; then an empty one. */
static void read_sources(FILE *output, struct findings *f)
{
	char line[1024];
	uint64_t n = 0;
	unsigned row = 0;

	while (n < f->count && fgets(line, sizeof line, output)) {
		char *text = trim(line);

		if (!*text) {
			n++;
			row = 0;
		} else if (row++ == 1 && *text != '?' && !strstr(text, ":0:0")) {
			snprintf(f->list[n].source, SOURCE_MAX, "%s", text);
		}
	}
}

static void find_lines(const struct subject *s, struct findings *f, FILE *input)
{
	char *argv[] = {(char *)(uintptr_t)"llvm-symbolizer-19", (char *)(uintptr_t)"--no-inlines", NULL, NULL};
	char object[4096];
	FILE *output;
	pid_t pid;

	if (s->raw || snprintf(object, sizeof object, "--obj=%s", s->path) >= (int)sizeof object)
		return;
	argv[2] = object;
	for (uint64_t n = 0; n < f->count; n++)
		fprintf(input, "0x%" PRIx64 "\n", f->list[n].violation.address);
	rewind(input);
	output = start(s, argv, fileno(input), &pid);
	if (output) {
		read_sources(output, f);
		finish(output, pid);
	}
}

enum { MARK = 0x5A560000 /* an immediate that separates the findings */, INSTRUCTION_MAX = 15 };

/* What is in brackets is read alone. Where the validator knows no length, the tool finds one. */
static void write_code(const struct subject *s, const struct findings *f, FILE *input)
{
	for (uint64_t n = 0; n < f->count; n++) {
		const struct zv_violation *v = &f->list[n].violation;
		uint64_t offset = v->address - s->unit.address;

		fputc('[', input);
		for (uint64_t k = 0; k < (v->length > 1 ? v->length : INSTRUCTION_MAX) && v->address >= s->unit.address && offset + k < s->unit.size; k++)
			fprintf(input, "0x%02x ", s->unit.code[offset + k]);
		/* mov $MARK,%eax */
		fprintf(input, "]\n[0xb8 0x00 0x00 0x56 0x5a]\n");
	}
}

static void read_code(FILE *output, struct findings *f)
{
	char line[1024], mark[32];
	uint64_t n = 0;

	snprintf(mark, sizeof mark, "$%d,", MARK);
	while (n < f->count && fgets(line, sizeof line, output)) {
		char *text = trim(line);

		if (strstr(text, mark))
			n++;
		else if (*text && *text != '.' && !*f->list[n].text)
			snprintf(f->list[n].text, TEXT_MAX, "%s", text);
	}
	for (n = 0; n < f->count; n++)
		for (char *c = f->list[n].text; *c; c++)
			*c = *c == '\t' ? ' ' : *c;
}

static void find_instructions(const struct subject *s, struct findings *f, FILE *input)
{
	char *argv[] = {(char *)(uintptr_t)"llvm-mc-19", (char *)(uintptr_t)"--disassemble",
	                (char *)(uintptr_t)"--triple=x86_64", NULL};
	FILE *output;
	pid_t pid;

	write_code(s, f, input);
	rewind(input);
	output = start(s, argv, fileno(input), &pid);
	if (output) {
		read_code(output, f);
		finish(output, pid);
	}
}

void find_sources(const struct subject *s, struct findings *f)
{
	FILE *lines = tmpfile(), *code = tmpfile();

	if (lines)
		find_lines(s, f, lines);
	if (code)
		find_instructions(s, f, code);
	if (lines)
		fclose(lines);
	if (code)
		fclose(code);
}
