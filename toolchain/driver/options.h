/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the driver does with each option of a compiler's command line: one
 * table (options.c).  Pure: no OS header.
 */
#ifndef ZVM_DRIVER_OPTIONS_H
#define ZVM_DRIVER_OPTIONS_H

/* Which commands get the option as it stands. */
enum {
	TO_COMPILER = 1, /* the compiler, with -E or -S */
	TO_LINKER = 2,
};

/* How the value follows the spelling. */
enum option_form {
	FLAG,     /* the whole argument */
	JOINED,   /* -std=c11: any argument that begins so */
	SEPARATE, /* -Xlinker VALUE */
	EITHER,   /* -IDIR or -I DIR */
};

enum option_action {
	PASS,
	IGNORE, /* accepted and dropped; `why` says why that is right */
	REFUSE, /* an error; `why` is the sentence that says why and what to do */
	/* Those that the plan handles itself: */
	MODE_PREPROCESS,
	MODE_SYNTAX,
	MODE_ASSEMBLY,
	MODE_OBJECT,
	OUTPUT,
	LANGUAGE,
	DEPENDENCIES,      /* -M -MM: instead of compiling */
	DEPENDENCIES_TOO,  /* -MD -MMD: as well */
	DEPENDENCY_FILE,   /* -MF */
	DEPENDENCY_TARGET, /* -MT -MQ */
	PREPROCESSOR_LIST, /* -Wp,a,b */
	ASSEMBLER_LIST,    /* -Wa,a,b */
	ASSEMBLER_ONE,     /* -Xassembler a */
	LINKER_LIST,       /* -Wl,a,b */
	LINKER_ONE,        /* -Xlinker a */
	LINKER_Z,          /* -z keyword */
	LIBRARY,           /* -l: keeps its place among the inputs */
	MACHINE,           /* -march= */
	DEBUG_INFORMATION, /* -g with its levels */
	NO_DEBUG,          /* -g0 */
	PREFIX_MAP,         /* -ffile-prefix-map= */
	COMPILATION_FOLDER, /* -fdebug-compilation-dir= */
	FAST_MATH,         /* options that let gcc estimate square roots */
	INTEL_SYNTAX,      /* -masm=intel */
	LTO,
	NO_LTO,
	SANITIZE,
	SANITIZE_TRAPS,
	TRAP_UNAVAILABLE,  /* of the assembler: instructions that the sandbox does not have become traps */
	NO_STANDARD_LIBRARIES,
	NO_DEFAULT_LIBRARIES,
	NO_START_FILES,
	NO_LIBC,
	NO_STANDARD_INCLUDES,
	RELOCATABLE,
	SHARED,         /* refused where it would link, but for --shared-archive */
	SHARED_ARCHIVE,
	SYSROOT,
	TARGET,
	DRY_RUN,
	VERBOSE,
	INFORMATION, /* -print-*, --version...: answered without compiling */
	NO_VALIDATE,
	NO_WIDEN,
	SAVE_TEMPORARIES,
};

struct option {
	const char *spelling;
	enum option_form form;
	enum option_action action;
	unsigned to;
	const char *why;
};

/* The entry with the longest spelling that fits, or NULL: unknown options go to
 * the compiler, which knows them better. */
const struct option *option_find(const char *argument);

/* An option of the linker or the assembler, behind -Wl, or -Wa,. */
struct tool_option {
	const char *spelling;
	enum option_form form;      /* JOINED: all that begin so */
	enum option_action action;  /* PASS, IGNORE, REFUSE or TRAP_UNAVAILABLE */
	const char *why;            /* REFUSE: why; IGNORE: why that is right */
	const char *as;             /* PASS: what our tool calls it; NULL: the same */
};

/* Options of the linker that need care; NULL: the linker knows it best. */
const struct tool_option *linker_option_find(const char *argument);

/* Options of GNU as that our assembler can follow; NULL: unknown. */
const struct tool_option *assembler_option_find(const char *argument);

/* Why a -march= value cannot be used, or NULL if it can. */
const char *march_refused(const char *name);

#endif
