/* SPDX-License-Identifier: Apache-2.0 */
#include "symbolize.h"

#include "common.h"

#include <elf.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

#define TOOL_MAX 6 /* words of a tool's command */

/*
 * What a tool, found on PATH, says about a program; NULL if it failed.  The program
 * is hostile, for all we know: zvm-tool leaves the tool no way out.
 */
static char *output_of(const char *program, char **tool)
{
	char *argv[TOOL_MAX + 3] = {sibling("../libexec/zvm/zvm-tool"), xstrdup(program)};
	posix_spawn_file_actions_t actions;
	int out = memory_file("symbolizer"), status;
	char *text = NULL;
	pid_t child;

	for (size_t i = 0; i < TOOL_MAX && tool[i]; i++)
		argv[i + 2] = tool[i];
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	if (!posix_spawn(&child, argv[0], &actions, NULL, argv, environ) &&
	    waitpid(child, &status, 0) == child && status == 0)
		text = read_all(out, NULL);
	posix_spawn_file_actions_destroy(&actions);
	close(out);
	return text;
}

/* Both tools print the function's name and then file:line[:column]; "??" is unknown. */
static bool read_answer(char *text, struct location *out)
{
	char *line = strchr(text, '\n'), *colon;

	if (!line || !strncmp(text, "??", 2))
		return false;
	*line++ = '\0';
	out->function = text;
	line[strcspn(line, "\n")] = '\0';
	/* Keep file:line only; addr2line may append " (discriminator 3)". */
	line[strcspn(line, " ")] = '\0';
	colon = strchr(line, ':');
	if (colon && (colon = strchr(colon + 1, ':')))
		*colon = '\0';
	if (!strncmp(line, "??", 2) || !(colon = strrchr(line, ':')) || colon[1] == '0' || colon[1] == '?')
		return true;
	out->source = strrchr(line, '/') ? strrchr(line, '/') + 1 : line;
	return true;
}

static bool ask_tools(const char *program, uint64_t address, struct location *out)
{
	static const char *const llvm[] = {"llvm-symbolizer-19", "llvm-symbolizer"};
	char *where = xprintf("0x%llx", (unsigned long long)address);
	char *text = NULL;

	for (size_t i = 0; !text && i < 2; i++) {
		char *argv[] = {xstrdup(llvm[i]), xstrdup("--no-inlines"), xprintf("--obj=%s", program), where, NULL};

		text = output_of(program, argv);
	}
	if (!text) {
		char *argv[] = {xstrdup("addr2line"), xstrdup("-f"), xstrdup("-e"), xstrdup(program), where, NULL};

		text = output_of(program, argv);
	}
	return text && read_answer(text, out);
}

/* A program's symbol table: pieces of a copy of its file, checked to lie inside. */
struct symbols {
	const unsigned char *file;
	size_t size;
	const unsigned char *table;
	size_t count;
	const char *names;
	size_t names_size;
};

static bool section(const struct symbols *s, const Elf64_Ehdr *e, unsigned index, Elf64_Shdr *out)
{
	uint64_t at = e->e_shoff + (uint64_t)index * sizeof *out;

	if (index >= e->e_shnum || e->e_shoff > s->size || at > s->size || s->size - at < sizeof *out)
		return false;
	memcpy(out, s->file + at, sizeof *out);
	return out->sh_offset <= s->size && out->sh_size <= s->size - out->sh_offset;
}

static bool find_table(struct symbols *s)
{
	Elf64_Ehdr e;
	Elf64_Shdr table, names;

	if (s->size < sizeof e)
		return false;
	memcpy(&e, s->file, sizeof e);
	for (unsigned i = 0; i < e.e_shnum; i++) {
		if (!section(s, &e, i, &table) || table.sh_type != SHT_SYMTAB)
			continue;
		if (!section(s, &e, table.sh_link, &names) || names.sh_size == 0)
			return false;
		s->table = s->file + table.sh_offset;
		s->count = table.sh_size / sizeof(Elf64_Sym);
		s->names = (const char *)s->file + names.sh_offset;
		s->names_size = names.sh_size;
		return s->names[s->names_size - 1] == '\0';
	}
	return false;
}

static bool symbols_open(struct symbols *s, const char *program)
{
	int fd = open(program, O_RDONLY | O_CLOEXEC);
	char *file = NULL;

	*s = (struct symbols){0};
	/* A copy: a mapping would fault should the file be cut by who builds it anew. */
	if (fd >= 0) {
		file = read_all(fd, &s->size);
		close(fd);
	}
	s->file = (unsigned char *)file;
	return file && find_table(s);
}

/* The name of a function symbol and its address; NULL for other symbols. */
static const char *function(const struct symbols *s, size_t i, uint64_t *address)
{
	Elf64_Sym sym;

	memcpy(&sym, s->table + i * sizeof sym, sizeof sym);
	*address = sym.st_value;
	if (ELF64_ST_TYPE(sym.st_info) != STT_FUNC || sym.st_name >= s->names_size || !s->names[sym.st_name])
		return NULL;
	return s->names + sym.st_name;
}

bool has_function(const char *program, const char *name)
{
	struct symbols s;
	uint64_t address;

	if (!symbols_open(&s, program))
		return false;
	for (size_t i = 0; i < s.count; i++) {
		const char *found = function(&s, i, &address);

		if (found && !strcmp(found, name))
			return true;
	}
	return false;
}

struct location symbolize(const char *program, uint64_t address)
{
	struct location l = {0};
	struct symbols s;
	uint64_t best = 0, at;

	if (ask_tools(program, address, &l) || !symbols_open(&s, program))
		return l;
	for (size_t i = 0; i < s.count; i++) {
		const char *name = function(&s, i, &at);

		if (name && at <= address && at >= best) {
			best = at;
			free(l.function);
			l.function = xstrdup(name);
		}
	}
	return l;
}
