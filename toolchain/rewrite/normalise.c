/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "normalise.h"

#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define ASSEMBLER "llvm-mc-19"

bool needs_normalising(const struct statements *all)
{
	static const char *const names[] = {".macro", ".rept", ".rep", ".irp", ".irpc", ".if", ".ifdef", ".ifndef", ".ifnotdef", ".ifeq",
		".ifne", ".ifge", ".ifgt", ".ifle", ".iflt", ".ifb", ".ifnb", ".ifc", ".ifnc", ".ifeqs", ".ifnes", ".intel_syntax",
		".altmacro", ".include", NULL};

	for (size_t n = 0; n < all->count; n++) {
		struct str args = all->items[n].text, word = str_word(&args);

		if (all->items[n].kind != ST_DIRECTIVE)
			continue;
		for (const char *const *name = names; *name; name++)
			if (str_is(word, *name))
				return true;
	}
	return false;
}

static bool has_lines(const struct statements *all)
{
	for (size_t n = 0; n < all->count; n++)
		if (all->items[n].kind == ST_DIRECTIVE && (str_begins(all->items[n].text, ".loc ") || str_begins(all->items[n].text, ".loc\t")))
			return true;
	return false;
}

/* The text in a file, with a mark of its name before it. */
static FILE *to_file(const char *name, const struct out *text)
{
	FILE *f = tmpfile();

	if (!f)
		return NULL;
	fprintf(f, "# 1 \"%s\"\n", name);
	fwrite(text->p, 1, text->n, f);
	if (fflush(f) || ferror(f) || fseek(f, 0, SEEK_SET)) {
		fclose(f);
		return NULL;
	}
	return f;
}

static _Noreturn void run_assembler(const struct normaliser *n, int input, int output)
{
	const char **argv = grow(NULL, n->count + 8, sizeof *argv);
	size_t k = 0;

	argv[k++] = ASSEMBLER;
	argv[k++] = "--triple=x86_64-zvm-linux-musl";
	argv[k++] = "--filetype=asm";
	if (n->made_lines)
		argv[k++] = "-g";
	for (size_t a = 0; a < n->count; a++)
		argv[k++] = n->arguments[a];
	argv[k++] = "-";
	argv[k] = NULL;
	if (dup2(input, 0) == 0 && dup2(output, 1) == 1)
		execvp(ASSEMBLER, (char *const *)(uintptr_t)argv);
	perror("zvm-rewrite: " ASSEMBLER);
	_exit(2);
}

static void read_pipe(int fd, struct out *text)
{
	char block[65536];
	ssize_t got;

	text->n = 0;
	while ((got = read(fd, block, sizeof block)) > 0)
		out_text(text, block, (size_t)got);
}

/* The debug sections that the assembler made for the lines end the text. */
static void cut_debug_sections(struct out *text)
{
	static const char begin[] = "\n\t.section\t.debug_info";

	for (size_t k = 0; k + sizeof begin <= text->n; k++)
		if (text->p[k] == '\n' && !memcmp(text->p + k, begin, sizeof begin - 1)) {
			text->n = k + 1;
			return;
		}
}

bool normalise(struct normaliser *n, const struct statements *all, struct out *text)
{
	FILE *input = to_file(n->name, text);
	int status, ends[2];
	pid_t child;

	if (!input || pipe(ends)) {
		perror("zvm-rewrite: temporary file");
		exit(2);
	}
	n->made_lines = !has_lines(all);
	fflush(stderr);
	child = fork();
	if (child == 0)
		run_assembler(n, fileno(input), ends[1]);
	close(ends[1]);
	if (child > 0)
		read_pipe(ends[0], text);
	close(ends[0]);
	fclose(input);
	if (child < 0 || waitpid(child, &status, 0) != child) {
		perror("zvm-rewrite: " ASSEMBLER);
		exit(2);
	}
	/* They are of no use: their labels are lost in print. */
	if (n->made_lines)
		cut_debug_sections(text);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
