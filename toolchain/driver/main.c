/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zvm-clang, zvm-gcc, zvm-cc and the x86_64-zvm-linux-musl-* tools: one program
 * under many names.  The name says which compiler works or which tool it is.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bitcode.h"
#include "plan.h"
#include "question.h"
#include "run.h"
#include "tools.h"

enum { RESPONSE_DEPTH = 16 }; /* response files within response files */

static const char *program_name;

_Noreturn static void fatal(const char *message)
{
	fprintf(stderr, "%s: error: %s\n", program_name, message);
	exit(1);
}

/* The folder above the one where this program lies. */
static const char *find_sdk(void)
{
	char *self = must(malloc(PATH_MAX));
	ssize_t n = readlink("/proc/self/exe", self, PATH_MAX - 1);
	if (n < 0)
		fatal("cannot find the SDK: /proc/self/exe cannot be read");
	self[n] = '\0';
	for (int i = 0; i < 2; i++)
		*strrchr(self, '/') = '\0';
	return self;
}

static char *read_text(const char *file)
{
	FILE *f = fopen(file, "r");
	size_t n = 0, capacity = 4096;
	if (!f)
		return NULL;
	char *text = must(malloc(capacity));
	for (size_t got; (got = fread(text + n, 1, capacity - n - 1, f)) > 0;) {
		n += got;
		if (capacity - n < 2)
			text = must(realloc(text, capacity *= 2));
	}
	text[n] = '\0';
	fclose(f);
	return text;
}

/* Adds an argument, or the words of the response file that it names. */
static void add_argument(struct list *arguments, const char *argument, int depth)
{
	char *text = argument[0] == '@' ? read_text(argument + 1) : NULL;
	if (!text) {
		list_add(arguments, argument);
		return;
	}
	if (depth == RESPONSE_DEPTH)
		fatal(format("response files nest too deeply at '%s'", argument));
	struct list words = {0};
	response_split(&words, text);
	for (size_t i = 0; i < words.n; i++)
		add_argument(arguments, words.v[i], depth + 1);
}

int main(int argc, char **argv)
{
	struct list arguments = {0};
	program_name = argc ? base_name(argv[0]) : "zvm-clang";
	const char *sdk = find_sdk();
	for (int i = 1; i < argc; i++)
		add_argument(&arguments, argv[i], 0);
	tools_run(program_name, &arguments, sdk);
	tools_assembler(program_name, &arguments);

	bool gcc = ends_with(program_name, "gcc");
	struct place place = {.sdk = sdk, .compiler = gcc ? "gcc-12" : "clang-19", .gcc = gcc,
	                      .is_bitcode = is_bitcode_file};
	struct command command;
	struct plan plan;
	const char *error;
	if (!command_parse(&command, &arguments, gcc, &error))
		fatal(error);
	if (command.without_effect)
		fprintf(stderr, "%s: warning: %s\n", program_name, command.without_effect);
	if (command.question)
		return question_answer(&command, &place);
	if (command.verbose && command.input_count == 0) {
		command.question = "--version";
		return question_answer(&command, &place);
	}
	place.temporary = command.dry_run ? "/tmp/zvm-cc-XXXXXX" : run_temporary_folder();
	if (!plan_make(&plan, &command, &place, &error))
		fatal(error);
	if (command.dry_run) {
		run_print(&plan);
		return 0;
	}
	return run_plan(&plan, &command);
}
