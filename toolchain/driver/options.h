/*
 * What the driver does with each option of a compiler's command line: one
 * table (options.c).  Pure: no OS header.
 */
#ifndef ZVM_DRIVER_OPTIONS_H
#define ZVM_DRIVER_OPTIONS_H

/* Which commands get the option as it stands. */
enum {
	TO_COMPILER = 1,  /* clang -E and clang -S */
	TO_ASSEMBLER = 2, /* clang -c on rewritten assembly */
	TO_LINKER = 4,
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
	LINKER_LIST,       /* -Wl,a,b */
	LINKER_ONE,        /* -Xlinker a */
	LIBRARY,           /* -l: keeps its place among the inputs */
	MACHINE,           /* -march=: levels.c decides */
	NO_STANDARD_LIBRARIES,
	NO_DEFAULT_LIBRARIES,
	NO_START_FILES,
	NO_LIBC,
	NO_STANDARD_INCLUDES,
	RELOCATABLE,
	SYSROOT,
	TARGET,
	DRY_RUN,
	VERBOSE,
	INFORMATION, /* -print-*, --version...: answered without compiling */
	NO_VALIDATE,
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

/* Linker options given by -Wl and -Xlinker that cannot work; NULL if fine. */
const char *linker_option_refused(const char *argument);

/* Why a -march= value cannot be used, or NULL if it can. */
const char *march_refused(const char *name);

#endif
