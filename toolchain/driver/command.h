/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command line, understood: what the user asked for, without any decision on
 * how to do it.  Pure: no OS header.
 */
#ifndef ZVM_DRIVER_COMMAND_H
#define ZVM_DRIVER_COMMAND_H

#include "list.h"

enum language {
	LANG_OBJECT, /* objects, archives and linker arguments: to the linker, in place */
	LANG_C,
	LANG_C_PREPROCESSED,
	LANG_CXX,
	LANG_CXX_PREPROCESSED,
	LANG_HEADER,
	LANG_ASM,
	LANG_ASM_CPP,
	LANG_OTHER, /* a language of clang that the driver gives it with -x */
	LANG_UNKNOWN,
};

enum mode { TO_EXECUTABLE, TO_RELOCATABLE, TO_OBJECT, TO_ASSEMBLY, TO_PREPROCESSED, TO_CHECK };

struct input {
	const char *name;     /* file, "-", or a linker argument */
	const char *x;        /* the -x value for the compiler, or NULL */
	enum language language;
	bool linker_word;     /* from -Wl, or its like: an option of the linker, or its value */
};

struct command {
	enum mode mode;
	struct input *inputs;
	size_t input_count;
	struct list compiler, assembler; /* options in their order */
	struct list linker;              /* those whose place does not matter */
	const char *output;              /* NULL: the default names */
	const char *sysroot;             /* NULL: the SDK's */
	const char *question;            /* -print-...: answer it instead */
	bool dependencies_too, dependency_file, dependency_target;
	bool no_start_files, no_default_libraries, no_libc, no_includes;
	bool names_libc;                 /* -lc, which means its runtime as well */
	bool dry_run, verbose, no_validate, no_widen;
	bool march;                      /* a level was chosen */
	bool debug, fast_math, lto;
	struct list prefix_maps;         /* OLD=NEW, for names of sources in debug information */
	const char *compilation_folder;  /* NULL: the current one */
	const char *without_effect;      /* a warning: what the user asked for and does not get */
	const char *shared;              /* the option that asked for a shared library */
	bool shared_archive;             /* ... and gets a static one */
	const char *sanitize;            /* the option that asked for checks */
	bool sanitize_traps;             /* ... which need no library then */
	bool trap_unavailable;           /* instructions that the sandbox does not have */
	enum { SAVE_NOT, SAVE_HERE, SAVE_BESIDE_OUTPUT } save;
};

/*
 * Reads the arguments behind the program's name, for one of the two compilers.
 * On failure returns false, and
 * *error holds a sentence.
 */
bool command_parse(struct command *command, const struct list *arguments, bool gcc,
                   const char **error);

/* Splits the text of a response file as gcc and clang do: blanks separate, both
 * quotes and the backslash protect. */
void response_split(struct list *arguments, const char *text);

#endif
