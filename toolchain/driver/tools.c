/* SPDX-License-Identifier: Apache-2.0 */
#include "tools.h"

#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "run.h"

static const struct tool {
	const char *name;    /* behind x86_64-zvm-linux-musl- */
	const char *program; /* LLVM's: its archives have an index of bitcode, too */
} tools[] = {
	{"ar", "llvm-ar-19"},
	{"ranlib", "llvm-ranlib-19"},
	{"nm", "llvm-nm-19"},
	{"strip", "llvm-strip-19"},
	{"objdump", "llvm-objdump-19"},
	{"objcopy", "llvm-objcopy-19"},
	{"readelf", "llvm-readelf-19"},
	{"size", "llvm-size-19"},
	{"addr2line", "llvm-addr2line-19"},
	{"strings", "llvm-strings-19"},
};

static const char *tool_name(const char *name)
{
	static const char prefix[] = ZVM_TARGET "-";
	return starts_with(name, prefix) ? name + sizeof prefix - 1 : "";
}

/*
 * pkg-config that knows the sandbox's libraries only.  Their prefix follows the
 * SDK wherever it lies, and what is linked is static.
 */
_Noreturn static void pkg_config(const struct list *arguments, const char *sdk)
{
	const char *sysroot = format("%s/" ZVM_TARGET, sdk);
	struct list a = {0};
	setenv("PKG_CONFIG_LIBDIR", format("%s/lib/pkgconfig:%s/share/pkgconfig", sysroot, sysroot), 1);
	setenv("PKG_CONFIG_SYSTEM_INCLUDE_PATH", format("%s/include", sysroot), 1);
	setenv("PKG_CONFIG_SYSTEM_LIBRARY_PATH", format("%s/lib", sysroot), 1);
	unsetenv("PKG_CONFIG_SYSROOT_DIR");
	unsetenv("PKG_CONFIG_PATH");
	list_add_many(&a, "pkg-config", "--define-prefix", "--static");
	list_add_all(&a, arguments);
	run_instead(&a);
}

static bool has(const struct list *arguments, const char *word)
{
	for (size_t i = 0; i < arguments->n; i++)
		if (equal(arguments->v[i], word))
			return true;
	return false;
}

/* The linker by itself: makes programs for the sandbox, or with -r objects. */
_Noreturn static void linker(const struct list *arguments, const char *sdk)
{
	struct list a = {0};
	list_add_many(&a, "ld.lld-19", "-m", "elf_x86_64");
	if (has(arguments, "-r") || has(arguments, "--relocatable"))
		list_add(&a, "--unique"); /* merging would fill with int3 */
	else
		list_add_many(&a, "-static", "-z", "noexecstack", "-z", "norelro", "-z",
		              "max-page-size=4096", "-T", format("%s/" ZVM_TARGET "/lib/zvm.ld", sdk));
	list_add_all(&a, arguments);
	run_instead(&a);
}

void tools_run(const char *name, const struct list *arguments, const char *sdk)
{
	const char *tool = tool_name(name);
	if (equal(tool, "pkg-config"))
		pkg_config(arguments, sdk);
	if (equal(tool, "ld"))
		linker(arguments, sdk);
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++) {
		if (!equal(tool, tools[i].name))
			continue;
		struct list a = {0};
		list_add(&a, tools[i].program);
		list_add_all(&a, arguments);
		run_instead(&a);
	}
}

bool tools_assembler(const char *name, struct list *arguments)
{
	if (!equal(tool_name(name), "as"))
		return false;
	struct list a = {0};
	bool file = false, output = false;
	list_add_many(&a, "-c", "-x", "assembler");
	for (size_t i = 0; i < arguments->n; i++) {
		const char *word = arguments->v[i];
		const struct tool_option *o = assembler_option_find(word);
		if (equal(word, "-o") && i + 1 < arguments->n) {
			list_add_many(&a, "-o", arguments->v[++i]);
			output = true;
		} else if (equal(word, "--version") || equal(word, "-v")) {
			list_add(&a, word);
		} else if (word[0] != '-' || equal(word, "-")) {
			list_add(&a, word);
			file = true;
		} else {
			list_add_many(&a, "-Xassembler", word);
			if (o && (o->form == SEPARATE || (o->form == EITHER && equal(word, o->spelling))) &&
			    i + 1 < arguments->n)
				list_add_many(&a, "-Xassembler", arguments->v[++i]);
		}
	}
	if (!file && !has(arguments, "--version") && !has(arguments, "-v"))
		list_add(&a, "-");
	if (!output)
		list_add_many(&a, "-o", "a.out");
	*arguments = a;
	return true;
}
