/* SPDX-License-Identifier: Apache-2.0 */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "options.h"

struct parser {
	struct command *command;
	const struct list *arguments;
	size_t next;
	const char *x; /* the -x in force */
	bool gcc;
	const char *error;
};

static const struct language_name {
	const char *name;
	enum language language;
} by_suffix[] = {
	{".c", LANG_C},      {".i", LANG_C_PREPROCESSED},
	{".s", LANG_ASM},    {".S", LANG_ASM_CPP},    {".sx", LANG_ASM_CPP},
	{".h", LANG_HEADER}, {".cc", LANG_CXX},       {".cpp", LANG_CXX},
	{".cxx", LANG_CXX},  {".cp", LANG_CXX},       {".c++", LANG_CXX},
	{".C", LANG_CXX},    {".ii", LANG_CXX_PREPROCESSED},
}, by_x[] = {
	{"c", LANG_C},
	{"cpp-output", LANG_C_PREPROCESSED},
	{"c++", LANG_CXX},
	{"c++-cpp-output", LANG_CXX_PREPROCESSED},
	{"assembler", LANG_ASM},
	{"assembler-with-cpp", LANG_ASM_CPP},
	{"c-header", LANG_HEADER},
};

/* Sources of languages that the SDK has no compiler for; else they went to the linker. */
static const struct {
	const char *suffixes, *name;
} foreign[] = {
	{".f .for .ftn .f77 .f90 .f95 .f03 .f08 .F .FOR .F77 .F90 .F95 .F03 .F08", "Fortran"},
	{".m .mi .mm .M .mii", "Objective-C"},
	{".adb .ads", "Ada"},
	{".go", "Go"},
	{".rs", "Rust"},
	{".cu .cl", "CUDA and OpenCL"},
};

static const char *foreign_language(const char *suffix)
{
	size_t n = strlen(suffix);
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		for (const char *s = foreign[i].suffixes; (s = strstr(s, suffix)); s += n)
			if (s[n] == ' ' || !s[n])
				return foreign[i].name;
	return NULL;
}

static void add_input(struct command *c, const char *name, const char *x, enum language language)
{
	/* Powers of two: grow when full. */
	size_t n = c->input_count;
	if ((n & (n - 1)) == 0)
		c->inputs = must(realloc(c->inputs, (n ? 2 * n : 1) * sizeof *c->inputs));
	c->inputs[c->input_count++] = (struct input){name, x, language, false};
}

static bool fail(struct parser *p, const char *error)
{
	p->error = error;
	return false;
}

static bool add_file(struct parser *p, const char *name)
{
	enum language language = LANG_OBJECT;
	if (p->x) {
		language = LANG_OTHER;
		for (size_t i = 0; i < sizeof by_x / sizeof *by_x; i++)
			if (equal(p->x, by_x[i].name))
				language = by_x[i].language;
	} else if (equal(name, "-")) {
		language = LANG_UNKNOWN;
	} else {
		const char *dot = strrchr(base_name(name), '.');
		for (size_t i = 0; dot && i < sizeof by_suffix / sizeof *by_suffix; i++)
			if (equal(dot, by_suffix[i].name))
				language = by_suffix[i].language;
		const char *other = dot && language == LANG_OBJECT ? foreign_language(dot) : NULL;
		if (other)
			return fail(p, format("'%s' is refused: the SDK compiles C and assembly, not %s", name, other));
	}
	add_input(p->command, name, p->x, language);
	return true;
}

/* Linker options keep their place among the inputs. */
static bool linker_arguments(struct parser *p, const struct list *arguments)
{
	for (size_t i = 0; i < arguments->n; i++) {
		const char *a = arguments->v[i];
		const struct tool_option *o = linker_option_find(a);
		if (o && o->action == REFUSE)
			return fail(p, format("the linker option '%s' is refused: %s", a, o->why));
		if (o && o->action == IGNORE) {
			i += o->form == SEPARATE;
			continue;
		}
		if (o && o->as)
			a = format("%s%s", o->as, a + strlen(o->spelling));
		add_input(p->command, a, NULL, LANG_OBJECT);
		p->command->inputs[p->command->input_count - 1].linker_word = true;
	}
	return true;
}

static bool assembler_arguments(struct parser *p, const struct list *arguments)
{
	struct list *to = &p->command->assembler;
	for (size_t i = 0; i < arguments->n; i++) {
		const char *a = arguments->v[i];
		const struct tool_option *o = assembler_option_find(a);
		if (!o)
			return fail(p, format("the assembler option '%s' is unknown", a));
		if (o->action == REFUSE)
			return fail(p, format("the assembler option '%s' is refused: %s", a, o->why));
		if (o->action == TRAP_UNAVAILABLE)
			p->command->trap_unavailable = true;
		if (o->action != PASS)
			continue;
		list_add(to, o->as ? o->as : a);
		bool separate = o->form == SEPARATE || (o->form == EITHER && equal(a, o->spelling));
		if (separate && i + 1 < arguments->n)
			list_add(to, arguments->v[++i]);
	}
	return true;
}

/* The words of -Wl,a,b. */
static const struct list *comma_list(const char *text)
{
	struct list *list = must(calloc(1, sizeof *list));
	while (*text) {
		size_t n = strcspn(text, ",");
		list_add(list, format("%.*s", (int)n, text));
		text += n + (text[n] == ',');
	}
	return list;
}

static bool link_keyword(struct parser *p, const char *keyword)
{
	const struct list *both = comma_list(format("-z,%s", keyword));
	return linker_arguments(p, both);
}

/*
 * -Xlinker A -Xlinker B: the words may belong together, so that all that stand
 * in a row are read at once.
 */
static const struct list *row(struct parser *p, const char *option, const char *first)
{
	struct list *list = must(calloc(1, sizeof *list));
	list_add(list, first);
	const struct list *all = p->arguments;
	while (p->next + 1 < all->n && equal(all->v[p->next], option)) {
		list_add(list, all->v[p->next + 1]);
		p->next += 2;
	}
	return list;
}

static bool library(struct parser *p, const char *name)
{
	/* The compilers' own libraries have one counterpart. */
	static const char *const own[] = {"gcc", "gcc_s", "gcc_eh", "atomic", "clang_rt.builtins"};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (equal(name, own[i]))
			name = "zvm_builtins";
	p->command->names_libc |= equal(name, "c");
	add_input(p->command, format("-l%s", name), NULL, LANG_OBJECT);
	return true;
}

static bool machine(struct parser *p, const char *name)
{
	const char *why = march_refused(name);
	if (why)
		return fail(p, format("'-march=%s' is refused: %s", name, why));
	list_add(&p->command->compiler, format("-march=%s", name));
	p->command->march = true;
	return true;
}

static bool target(struct parser *p, const char *name)
{
	if (starts_with(name, "x86_64") && strstr(name, "linux"))
		return true;
	return fail(p, format("the target '%s' is refused: this compiler makes code for "
	                      "x86_64-zvm-linux-musl only", name));
}

/* The checks of undefined behaviour are code alone, if they may trap. */
static bool sanitize(struct parser *p, const struct option *o, const char *argument, const char *value)
{
	static const char *const libraries[] = {"address", "thread", "memory", "leak", "fuzzer", "dataflow", "cfi",
		"safe-stack", "shadow-call-stack", "scudo", "realtime", "type", "function", "vptr"};
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
		if (strstr(value, libraries[i]))
			return fail(p, format("'%s' is refused: %s", argument, o->why));
	p->command->sanitize = argument;
	return true;
}

/* Without bitcode of its own an object of gcc holds code, as a fat one would. */
static void lto(struct parser *p, const char *argument)
{
	if (p->gcc)
		p->command->without_effect = format("'%s' has no effect in zvm-gcc: objects hold code and the "
			"link does not optimise it; zvm-clang -flto does", argument);
	else
		p->command->lto = true;
}

/* gcc writes all in that syntax.  clang's concerns inline assembly alone: what it writes itself stays. */
static void intel_syntax(struct parser *p, const char *argument)
{
	struct list *to = &p->command->compiler;
	if (p->gcc)
		list_add(to, argument);
	else
		list_add_many(to, "-Xclang", "-inline-asm=intel");
}

static void mode(struct command *c, enum mode m)
{
	/* The earliest stage wins, whatever the order, as in clang. */
	if (m > c->mode)
		c->mode = m;
}

/* Options whose words go unchanged, and what else they mean. */
static void pass(struct command *c, const struct option *o, const char *argument, const char *value)
{
	bool separate = value && o->form != JOINED && equal(argument, o->spelling);
	struct list *const receivers[] = {&c->compiler, &c->linker};
	for (size_t i = 0; i < sizeof receivers / sizeof *receivers; i++)
		if (o->to & 1U << i) {
			list_add(receivers[i], argument);
			if (separate)
				list_add(receivers[i], value);
		}
}

static bool apply(struct parser *p, const struct option *o, const char *argument, const char *value)
{
	struct command *c = p->command;
	switch (o->action) {
	case PASS: break;
	case IGNORE: return true;
	case REFUSE: return fail(p, format("'%s' is refused: %s", argument, o->why));
	case MODE_PREPROCESS: mode(c, TO_PREPROCESSED); break;
	case MODE_SYNTAX: mode(c, TO_CHECK); break;
	case MODE_ASSEMBLY: mode(c, TO_ASSEMBLY); break;
	case MODE_OBJECT: mode(c, TO_OBJECT); break;
	case RELOCATABLE: mode(c, TO_RELOCATABLE); break;
	case SHARED: c->shared = argument; break;
	case SHARED_ARCHIVE: c->shared_archive = true; break;
	case OUTPUT: c->output = value; break;
	case LANGUAGE: p->x = equal(value, "none") ? NULL : value; break;
	case DEPENDENCIES: mode(c, TO_PREPROCESSED); break;
	case DEPENDENCIES_TOO: c->dependencies_too = true; break;
	case DEPENDENCY_FILE: c->dependency_file = true; break;
	case DEPENDENCY_TARGET: c->dependency_target = true; break;
	case PREPROCESSOR_LIST:
		/* -Wp,-MD,FILE is how old makefiles ask for a dependency file. */
		if (starts_with(value, "-MD,") || starts_with(value, "-MMD,"))
			c->dependencies_too = c->dependency_file = true;
		break;
	case ASSEMBLER_LIST: return assembler_arguments(p, comma_list(value));
	case ASSEMBLER_ONE: return assembler_arguments(p, row(p, argument, value));
	case LINKER_LIST: return linker_arguments(p, comma_list(value));
	case LINKER_ONE: return linker_arguments(p, row(p, argument, value));
	case LINKER_Z: return link_keyword(p, value);
	case LIBRARY: return library(p, value);
	case MACHINE: return machine(p, value);
	case NO_STANDARD_LIBRARIES: c->no_start_files = c->no_default_libraries = true; break;
	case NO_DEFAULT_LIBRARIES: c->no_default_libraries = true; break;
	case NO_START_FILES: c->no_start_files = true; break;
	case NO_LIBC: c->no_libc = true; break;
	case NO_STANDARD_INCLUDES: c->no_includes = true; break;
	case SYSROOT: c->sysroot = value; break;
	case TARGET: return target(p, value);
	case DRY_RUN: c->dry_run = true; break;
	case VERBOSE: c->verbose = true; break;
	case INFORMATION: c->question = argument; break;
	case NO_VALIDATE: c->no_validate = true; break;
	case NO_WIDEN: c->no_widen = true; break;
	case SAVE_TEMPORARIES: c->save = value && equal(value, "obj") ? SAVE_BESIDE_OUTPUT : SAVE_HERE; break;
	case DEBUG_INFORMATION: c->debug = true; break;
	case NO_DEBUG: c->debug = false; break;
	case PREFIX_MAP: list_add(&c->prefix_maps, value); break;
	case COMPILATION_FOLDER: c->compilation_folder = value; break;
	case FAST_MATH: c->fast_math = true; break;
	case SANITIZE:
		if (!sanitize(p, o, argument, value))
			return false;
		break;
	case SANITIZE_TRAPS: c->sanitize_traps = true; break;
	case INTEL_SYNTAX: intel_syntax(p, argument); return true;
	case LTO: lto(p, argument); return true;
	case NO_LTO: c->lto = false; c->without_effect = NULL; return true;
	case TRAP_UNAVAILABLE: c->trap_unavailable = true; return true;
	}
	pass(c, o, argument, value);
	return true;
}

static bool option(struct parser *p, const char *argument)
{
	const struct option *o = option_find(argument);
	if (!o) {
		list_add(&p->command->compiler, argument);
		return true;
	}
	const char *value = NULL;
	if (o->form == JOINED || o->form == EITHER)
		value = argument + strlen(o->spelling);
	if (o->form == SEPARATE || (o->form == EITHER && !*value)) {
		if (p->next == p->arguments->n)
			return fail(p, format("argument to '%s' is missing (expected 1 value)", argument));
		value = p->arguments->v[p->next++];
	}
	return apply(p, o, argument, value);
}

bool command_parse(struct command *command, const struct list *arguments, bool gcc,
                   const char **error)
{
	*command = (struct command){0};
	struct parser p = {command, arguments, 0, NULL, gcc, NULL};
	bool only_files = false;
	while (p.next < arguments->n) {
		const char *a = arguments->v[p.next++];
		if (!only_files && equal(a, "--")) {
			only_files = true;
		} else if (!(only_files || a[0] != '-' || equal(a, "-") ? add_file(&p, a) : option(&p, a))) {
			*error = p.error;
			return false;
		}
	}
	/* Makefiles with one set of flags for all name it where they compile, too. */
	if (command->shared && !command->shared_archive && command->mode <= TO_RELOCATABLE) {
		*error = format("'%s' is refused: %s", command->shared, option_find(command->shared)->why);
		return false;
	}
	if (command->sanitize && !command->sanitize_traps) {
		*error = format("'%s' is refused: its reports need a runtime library that the sandbox does not have; "
		                "add %s and it traps instead, or remove the option", command->sanitize,
		                gcc ? "-fsanitize-undefined-trap-on-error" : "-fsanitize-trap=undefined");
		return false;
	}
	/* What comes from standard input without -x is C if it is only preprocessed. */
	for (size_t i = 0; i < command->input_count; i++) {
		struct input *in = &command->inputs[i];
		if (in->language != LANG_UNKNOWN)
			continue;
		if (command->mode != TO_PREPROCESSED) {
			*error = "-E or -x required when input is from standard input";
			return false;
		}
		in->language = LANG_C;
		in->x = "c";
	}
	return true;
}

void response_split(struct list *arguments, const char *text)
{
	char *word = must(malloc(strlen(text) + 1));
	size_t n = 0;
	bool inside = false;
	char quote = 0;
	for (; *text; text++) {
		char c = *text;
		if (c == '\\' && text[1]) {
			word[n++] = *++text;
			inside = true;
		} else if (quote ? c == quote : c == '"' || c == '\'') {
			quote = quote ? 0 : c;
			inside = true;
		} else if (!quote && strchr(" \t\r\n\f\v", c)) {
			if (inside)
				list_add(arguments, format("%.*s", (int)n, word));
			n = 0;
			inside = false;
		} else {
			word[n++] = c;
			inside = true;
		}
	}
	if (inside)
		list_add(arguments, format("%.*s", (int)n, word));
	free(word);
}
