/* SPDX-License-Identifier: Apache-2.0 */
#include "program.h"

#include "common.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT_ADDRESS 0x20000 /* of every program for the sandbox: zvm/layout.h */

/* Files that are not ELF and often given by mistake. */
static const struct {
	const char *magic;
	const char *what;
} formats[] = {
	{"#!", "is a script; name the interpreter, compiled by zvm-clang, and give the script as @FILE"},
	{"!<arch>\n", "is a library; link it into a program: zvm-clang main.c FILE -o PROGRAM"},
	{"BC\xC0\xDE", "is LLVM bitcode; compile it: zvm-clang FILE -o PROGRAM"},
	{"\0asm", "is WebAssembly; compile its source with zvm-clang"},
	{"MZ", "is a Windows program; compile its source with zvm-clang"},
};

static const struct {
	unsigned machine;
	const char *name;
} machines[] = {
	{EM_AARCH64, "64-bit ARM"}, {EM_ARM, "ARM"}, {EM_386, "32-bit x86"}, {EM_RISCV, "RISC-V"},
	{EM_PPC64, "PowerPC"}, {EM_S390, "S/390"}, {EM_MIPS, "MIPS"},
};

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

static const char *describe_other(const char *path, const char *bytes, size_t size)
{
	static const char *const sources[] = {".c", ".i", ".s", ".S", ".cc", ".cpp", ".cxx"};

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		size_t length = i == 3 ? 4 : strlen(formats[i].magic); /* one begins with NUL */

		if (size >= length && !memcmp(bytes, formats[i].magic, length))
			return formats[i].what;
	}
	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
		if (ends_with(path, sources[i]))
			return xprintf("is source; compile it first: zvm-clang -O2 %s -o PROGRAM", path);
	return size == 0 ? "is empty" : "is no program (it is not an ELF file)";
}

static const char *native_hint(void)
{
	return "is a native Linux program; compile its source with zvm-clang";
}

/* NULL if the headers look like what zvm-clang makes. */
static const char *describe_elf(int fd, const Elf64_Ehdr *e)
{
	bool interpreter = false, at_text = false;

	for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
		if (e->e_machine == machines[i].machine)
			return xprintf("is a program for %s; compile its source with zvm-clang", machines[i].name);
	if (e->e_machine != EM_X86_64 || e->e_ident[EI_CLASS] != ELFCLASS64)
		return "is a program for another machine; compile its source with zvm-clang";
	if (e->e_type == ET_REL)
		return "is an object file; link it: zvm-clang FILE -o PROGRAM";
	if (e->e_type == ET_CORE)
		return "is a core dump";
	for (unsigned i = 0; i < e->e_phnum && i < 64; i++) {
		Elf64_Phdr p;

		if (pread(fd, &p, sizeof p, (off_t)(e->e_phoff + i * sizeof p)) != (ssize_t)sizeof p)
			return "is cut off";
		interpreter |= p.p_type == PT_INTERP;
		at_text |= p.p_type == PT_LOAD && p.p_vaddr == TEXT_ADDRESS;
	}
	if (interpreter)
		return native_hint();
	if (e->e_type == ET_DYN)
		return "is a shared library or a native program; programs for the sandbox are linked statically by zvm-clang";
	return at_text ? NULL : native_hint();
}

int program_open(const char *path)
{
	union {
		Elf64_Ehdr elf;
		char bytes[sizeof(Elf64_Ehdr)];
	} head = {0};
	struct stat st;
	const char *wrong;
	ssize_t size;
	int fd = *path ? open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1; /* a FIFO must not hang us */

	if (!*path)
		fatal_status(EXIT_NOT_FOUND, "the program's name is empty");
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		fatal_status(EXIT_NOT_FOUND, "%s: there is no such program", path);
	if (fd < 0)
		fatal_status(EXIT_REFUSED, "%s: cannot open the program:", path);
	if (fstat(fd, &st) < 0)
		fatal_status(EXIT_REFUSED, "%s:", path);
	if (S_ISDIR(st.st_mode))
		fatal_status(EXIT_REFUSED, "%s: is a directory, not a program", path);
	if (!S_ISREG(st.st_mode))
		fatal_status(EXIT_REFUSED, "%s: is not a regular file", path);
	size = pread(fd, head.bytes, sizeof head, 0);
	if (size < 0)
		fatal_status(EXIT_REFUSED, "%s: cannot read:", path);
	if (size < SELFMAG || memcmp(head.bytes, ELFMAG, SELFMAG))
		wrong = describe_other(path, head.bytes, (size_t)size);
	else if ((size_t)size < sizeof head)
		wrong = "is cut off";
	else
		wrong = describe_elf(fd, &head.elf);
	if (wrong)
		fatal_status(EXIT_REFUSED, "%s: %s", path, wrong);
	return fd;
}
