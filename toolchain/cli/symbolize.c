/* SPDX-License-Identifier: Apache-2.0 */
#include "symbolize.h"

#include "common.h"

#include <elf.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Runs a program found on PATH; its output, or NULL if it failed. */
static char *output_of(char **argv)
{
	posix_spawn_file_actions_t actions;
	int out = memory_file("symbolizer"), status;
	char *text = NULL;
	pid_t child;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	if (!posix_spawnp(&child, argv[0], &actions, NULL, argv, environ) &&
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

		text = output_of(argv);
	}
	if (!text) {
		char *argv[] = {xstrdup("addr2line"), xstrdup("-f"), xstrdup("-e"), xstrdup(program), where, NULL};

		text = output_of(argv);
	}
	return text && read_answer(text, out);
}

/* The last function symbol at or below the address; every offset is checked. */
static char *search_symbols(const unsigned char *file, size_t size, uint64_t address)
{
	Elf64_Ehdr e;
	Elf64_Shdr table, names;
	const char *found = NULL;
	uint64_t best = 0;

	if (size < sizeof e)
		return NULL;
	memcpy(&e, file, sizeof e);
	for (unsigned i = 0; i < e.e_shnum; i++) {
		uint64_t at = e.e_shoff + i * sizeof table;

		if (e.e_shoff > size || at > size - sizeof table)
			return NULL;
		memcpy(&table, file + at, sizeof table);
		if (table.sh_type == SHT_SYMTAB)
			break;
	}
	if (e.e_shnum == 0 || table.sh_type != SHT_SYMTAB || table.sh_link >= e.e_shnum)
		return NULL;
	if (e.e_shoff + table.sh_link * sizeof names > size - sizeof names)
		return NULL;
	memcpy(&names, file + e.e_shoff + table.sh_link * sizeof names, sizeof names);
	if (names.sh_offset > size || names.sh_size > size - names.sh_offset ||
	    table.sh_offset > size || table.sh_size > size - table.sh_offset)
		return NULL;
	for (uint64_t i = 0; i + sizeof(Elf64_Sym) <= table.sh_size; i += sizeof(Elf64_Sym)) {
		Elf64_Sym s;
		const char *name;

		memcpy(&s, file + table.sh_offset + i, sizeof s);
		if (ELF64_ST_TYPE(s.st_info) != STT_FUNC || s.st_value > address || s.st_value < best ||
		    s.st_name >= names.sh_size)
			continue;
		name = (const char *)file + names.sh_offset + s.st_name;
		if (memchr(name, '\0', names.sh_size - s.st_name)) {
			found = name;
			best = s.st_value;
		}
	}
	return found && *found ? xstrdup(found) : NULL;
}

struct location symbolize(const char *program, uint64_t address)
{
	struct location l = {0};
	struct stat st;
	void *file;
	int fd;

	if (ask_tools(program, address, &l))
		return l;
	fd = open(program, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0 || st.st_size == 0)
		return l;
	file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (file != MAP_FAILED) {
		l.function = search_symbols(file, (size_t)st.st_size, address);
		munmap(file, (size_t)st.st_size);
	}
	close(fd);
	return l;
}
