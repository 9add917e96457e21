/* SPDX-License-Identifier: Apache-2.0 */
/*
 * zvm-widen [-v] PROGRAM: makes a linked program faster by filling the padding in its text.
 *
 * Runs between the linker and the validator, changes the file in place, and is trusted by
 * neither.  A program that the validator refuses stays as it is: the validator, not we,
 * tells what is wrong with it.  -v prints how many runs of nops stood behind instructions, and
 * how many of them are gone.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <elf/bytes.h>
#include <elf/image.h>
#include <validator/validator.h>
#include <zvm/layout.h>

#include "lines.h"
#include "widen.h"

static int trouble(const char *path)
{
	fprintf(stderr, "zvm-widen: %s: %s\n", path, strerror(errno));
	return 2;
}

/* The section .debug_line; NULL if there is none, or none that can be read. */
static const Elf64_Shdr *line_table(const uint8_t *file, uint64_t size)
{
	static const char name[] = ".debug_line";
	const Elf64_Ehdr *header = (const void *)file;
	const Elf64_Shdr *sections, *names;

	if (header->e_shentsize != sizeof *sections || header->e_shoff % sizeof(uint64_t) || header->e_shoff > size ||
	    header->e_shnum > (size - header->e_shoff) / sizeof *sections || header->e_shstrndx >= header->e_shnum)
		return NULL;
	sections = (const void *)(file + header->e_shoff);
	names = &sections[header->e_shstrndx];
	if (!elf_within(names->sh_offset, names->sh_size, size))
		return NULL;
	for (unsigned n = 0; n < header->e_shnum; n++) {
		uint64_t at = sections[n].sh_name;
		if (elf_within(at, sizeof name, names->sh_size) && !memcmp(file + names->sh_offset + at, name, sizeof name))
			return elf_within(sections[n].sh_offset, sections[n].sh_size, size) ? &sections[n] : NULL;
	}
	return NULL;
}

static bool mark_lines(const uint8_t *file, uint64_t size, const struct elf_segment *text, uint32_t *fixed)
{
	const Elf64_Shdr *table = line_table(file, size);

	if (!table)
		return true;
	return !(table->sh_flags & SHF_COMPRESSED) &&
		lines_mark(file + table->sh_offset, table->sh_size, text->address, text->file_size, fixed);
}

static bool accepted(const uint8_t *text, const struct elf_segment *segment, uint64_t entry)
{
	uint64_t size = (segment->file_size + ZVM_PAGE - 1) & ~(uint64_t)(ZVM_PAGE - 1);
	struct zv_unit unit = {text, size, segment->address};
	struct zv_result result;
	void *scratch = malloc(zv_scratch_size(size));
	bool good = scratch && zv_validate(&unit, entry ? entry : 1, scratch, NULL, NULL, &result);

	free(scratch);
	return good;
}

/* Whole pages, as the loader runs them: hlt fills the last one. */
static uint8_t *copy_text(const uint8_t *file, const struct elf_segment *segment)
{
	uint64_t size = (segment->file_size + ZVM_PAGE - 1) & ~(uint64_t)(ZVM_PAGE - 1);
	uint8_t *text = malloc(size);

	if (text) {
		memset(text, 0xF4, size);
		memcpy(text, file + segment->offset, segment->file_size);
	}
	return text;
}

/* Whether the file was changed. */
static bool widen_file(uint8_t *file, uint64_t size, struct widened *result)
{
	struct elf_image image;
	const struct elf_segment *segment = &image.segments[0];
	uint32_t *fixed;
	uint8_t *text;
	bool good;

	if (elf_open(&image, file, size) || segment->file_size % ZVM_BUNDLE)
		return false;
	text = copy_text(file, segment);
	fixed = calloc(segment->file_size / ZVM_BUNDLE + 1, sizeof *fixed);
	good = text && fixed && mark_lines(file, size, segment, fixed) && widen(text, segment->file_size, fixed, result) &&
		accepted(text, segment, image.entry);
	if (good)
		memcpy(file + segment->offset, text, segment->file_size);
	free(fixed);
	free(text);
	return good;
}

int main(int argc, char **argv)
{
	bool verbose = argc == 3 && !strcmp(argv[1], "-v");
	const char *path = argv[1 + verbose];
	struct widened result;
	struct stat st;
	uint8_t *file;
	int fd;

	if (argc != 2 + verbose) {
		fputs("usage: zvm-widen [-v] PROGRAM\nFills the padding of a linked program by longer instructions, in place.\n", stderr);
		return 2;
	}
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return trouble(path);
	if (!S_ISREG(st.st_mode) || st.st_size < (off_t)sizeof(Elf64_Ehdr))
		return 0; /* no program, which the validator tells */
	file = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (file == MAP_FAILED)
		return trouble(path);
	if (widen_file(file, (uint64_t)st.st_size, &result)) {
		if (verbose)
			printf("%s: %zu of %zu runs of nops filled\n", path, result.filled, result.pads);
	} else if (verbose) {
		printf("%s: left as it was: no valid program\n", path);
	}
	return 0;
}
