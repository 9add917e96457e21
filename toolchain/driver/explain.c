/* SPDX-License-Identifier: Apache-2.0 */
#include "explain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "remedies.h"
#include "run.h"

enum { LARGEST = 5, EXPLAINED = 20 };

enum { REJECTED = 1 }; /* exit status of zvm-validate */

static void note(const char *sentence)
{
	fprintf(stderr, "note: %s\n", sentence);
}

void explain_language(const struct input *in)
{
	if (in->language == LANG_CXX || in->language == LANG_CXX_PREPROCESSED)
		note("the SDK has no C++ library and headers: only C++ that includes none of them compiles");
}

/* The next line of *text, without its end; NULL at the end. */
static char *next_line(char **text)
{
	char *line = *text;
	if (!*line)
		return NULL;
	size_t n = strcspn(line, "\n");
	*text = line + n + (line[n] == '\n');
	line[n] = '\0';
	return line;
}

/* A line of `llvm-nm -S`: ADDRESS SIZE TYPE NAME. */
static bool is_of_kind(const char *line, bool tls)
{
	char type[2], name[2];
	if (sscanf(line, "%*x %*x %1s %1s", type, name) != 2)
		return false;
	/* nm has no letter for TLS: the section's name would be needed; sizes of
	 * thread-local symbols stand at small addresses. */
	unsigned long long address = strtoull(line, NULL, 16);
	return tls ? strchr("dDbB", *type) && address < 0x10000 : *type != 'U';
}

/*
 * Links again without giving up, only to see what is so large.  Costs a second
 * link, which only failures pay.
 */
static void list_largest(const struct list *arguments, bool tls)
{
	struct list again = {0}, nm = {0};
	char *ignored, *text, *line;
	const char *out = format("%s/too-large", run_temporary_folder());
	list_add_all(&again, arguments);
	list_add_many(&again, "--noinhibit-exec", "-o", out);
	run_captured(&again, STANDARD_BOTH, &ignored);
	list_add_many(&nm, "llvm-nm-19", "-S", "--size-sort", "-r", out);
	if (run_captured(&nm, STANDARD_OUTPUT, &text))
		return;
	fprintf(stderr, "note: the largest %s:\n", tls ? "thread-local variables" : "symbols");
	for (int n = 0; n < LARGEST && (line = next_line(&text));) {
		char *size = strchr(line, ' ');
		if (!size || !is_of_kind(line, tls))
			continue;
		fprintf(stderr, "  %12llu bytes  %s\n", strtoull(size, NULL, 16), strrchr(line, ' ') + 1);
		n++;
	}
}

/* The linker says some things once for each of its passes. */
static void print_without_repetition(char *text)
{
	const char *previous = "";
	for (char *line; (line = next_line(&text)); previous = line)
		if (!equal(line, previous))
			fprintf(stderr, "%s\n", line);
}

int explain_link(const struct list *arguments)
{
	struct list all = {0}, remedies = {0};
	char *text;
	list_add_all(&all, arguments);
	if (isatty(STDERR_FILENO))
		list_add(&all, "--color-diagnostics=always");
	int status = run_captured(&all, STANDARD_ERROR, &text);
	remedies_find(&remedies, text);
	enum too_large large = remedies_size(text);
	print_without_repetition(text);
	if (!status)
		return 0;
	for (size_t i = 0; i < remedies.n; i++)
		note(remedies.v[i]);
	if (large != NOT_TOO_LARGE)
		list_largest(arguments, large == TLS_TOO_LARGE);
	return status;
}

/* Where an address of the program comes from: "function at file:line". */
static const char *place_of(const char *program, const char *address)
{
	struct list symbolizer = {0};
	char *text;
	list_add_many(&symbolizer, "llvm-symbolizer-19", "--no-inlines",
	              format("--obj=%s", program), address);
	if (run_captured(&symbolizer, STANDARD_OUTPUT, &text))
		return NULL;
	char *function = next_line(&text), *line = function ? next_line(&text) : NULL;
	if (!line || equal(function, "??"))
		return NULL;
	return starts_with(line, "??") ? format("in %s", function)
	                               : format("in %s at %s", function, line);
}

int explain_validation(const struct list *arguments, const char *program)
{
	char *text, *line;
	if (access(program, F_OK) < 0)
		return 0; /* the linker only answered a question */
	int status = run_captured(arguments, STANDARD_BOTH, &text);
	if (!status)
		return 0;
	for (int n = 0; (line = next_line(&text));) {
		fprintf(stderr, "%s\n", line);
		const char *address = strstr(line, "0x");
		if (!address || n++ >= EXPLAINED)
			continue;
		const char *where =
			place_of(program, format("%.*s", (int)strspn(address, "0123456789abcdefx"), address));
		if (where)
			fprintf(stderr, "  %s\n", where);
	}
	if (status == REJECTED)
		note("the program breaks rules of the sandbox and was removed; --no-validate keeps it "
		     "for a look, but the loader will refuse it");
	return status;
}
