/* SPDX-License-Identifier: Apache-2.0 */
#include "planner.h"

/* Options with which the linker answers or makes something else than a program. */
static bool asks_linker(const struct list *files)
{
	static const char *const questions[] = {"--version", "-V", "-v", "--help", "-help"};
	for (size_t i = 0; i < files->n; i++)
		for (size_t q = 0; q < sizeof questions / sizeof *questions; q++)
			if (equal(files->v[i], questions[q]))
				return true;
	return false;
}

static struct stage *linker(struct planner *p, const struct list *files, const char *output)
{
	const struct command *c = p->command;
	bool whole = c->mode == TO_EXECUTABLE;
	struct stage *s = add_stage(p, "ld.lld-19", output);
	struct list *a = &s->arguments;
	s->kind = LINK;
	list_add_many(a, "-m", "elf_x86_64", "-o", output);
	if (whole)
		list_add_many(a, "-static", "--build-id=none", "--eh-frame-hdr", "-T",
		              format("%s/" ZVM_TARGET "/lib/zvm.ld", p->place->sdk));
	else
		list_add_many(a, "-r", "--unique"); /* merging would fill with int3 */
	if (whole && !c->no_start_files)
		list_add_many(a, format("%s/lib/crt1.o", p->sysroot), format("%s/lib/crti.o", p->sysroot));
	list_add_all(a, &c->linker);
	list_add(a, format("-L%s/lib", p->sysroot));
	/* -l finds static libraries under the names of shared ones, too. */
	if (c->shared_archive)
		list_add(a, "-Bdynamic");
	list_add_all(a, files);
	if (c->shared_archive)
		list_add(a, "-Bstatic");
	if (whole && (!c->no_default_libraries || c->names_libc)) {
		list_add(a, "--start-group");
		if (!c->no_libc)
			list_add_many(a, "-lc", "-lzrt");
		list_add_many(a, "-lzvm_builtins", "--end-group");
	}
	if (whole && !c->no_start_files)
		list_add(a, format("%s/lib/crtn.o", p->sysroot));
	/* Behind the user's: the layout is the sandbox's alone. */
	if (whole)
		list_add_many(a, "-z", "noexecstack", "-z", "norelro", "-z", "max-page-size=4096");
	return s;
}

/* -mllvm OPTION among the compiler's options is meant for its back end. */
static void add_back_end_options(struct list *a, const struct command *c)
{
	const struct list *compiler = &c->compiler;
	add_back_end_tuning(a, c);
	for (size_t i = 0; i + 1 < compiler->n; i++)
		if (equal(compiler->v[i], "-mllvm"))
			list_add_many(a, "-mllvm", compiler->v[++i]);
}

static bool is_bitcode(const struct planner *p, const char *file)
{
	for (size_t i = 0; i < p->bitcode.n; i++)
		if (equal(p->bitcode.v[i], file))
			return true;
	return file[0] != '-' && p->place->is_bitcode(file);
}

/*
 * Link-time optimisation: the linker reads everything, writes the assembly of
 * all bitcode together and stops.  Rewritten and assembled it takes the place
 * of the bitcode files in the link proper.
 */
static void plan_lto(struct planner *p, const struct list *files, struct list *remaining)
{
	/* The linker appends to the name that it is given. */
	const char *name = temporary(p, "lto", "");
	const char *assembly = format("%s.lto.s", name);
	const char *rewritten = temporary(p, "lto", ".s");
	const char *object = temporary(p, "lto", ".o");
	struct stage *s = linker(p, files, name);
	list_add(&s->arguments, "--lto-emit-asm");
	add_back_end_options(&s->arguments, p->command);
	s = add_rewriter(p, "<link-time optimisation>", assembly, rewritten);
	list_add(&s->arguments, "--compiled");
	add_assembler(p, rewritten, object);
	list_add(remaining, object);
	for (size_t i = 0; i < files->n; i++) {
		const char *f = files->v[i];
		/* Archives stay: what the object defines, they need not bring again. */
		if (ends_with(f, ".a") || !is_bitcode(p, f))
			list_add(remaining, f);
	}
}

static bool has_bitcode(const struct planner *p, const struct list *files)
{
	for (size_t i = 0; i < files->n; i++)
		if (is_bitcode(p, files->v[i]))
			return true;
	return false;
}

/*
 * What asks for a shared library becomes a static one under its name: the
 * objects, and those of the archives between them.  The linker tells files by
 * their contents, so that what is linked with it finds it there.
 */
static void plan_archive(struct planner *p, const struct list *files, const char *output)
{
	struct stage *s = add_stage(p, "rm", output);
	list_add_many(&s->arguments, "-f", output); /* ar would add to an old one */
	s = add_stage(p, "llvm-ar-19", output);
	list_add_many(&s->arguments, "qcsL", output);
	for (size_t i = 0; i < files->n; i++)
		if (files->v[i][0] != '-')
			list_add(&s->arguments, files->v[i]);
}

void plan_link(struct planner *p, const struct list *files)
{
	const struct command *c = p->command;
	const char *output = c->output ? c->output : "a.out";
	struct list linked = {0};
	if (c->mode == TO_EXECUTABLE && c->shared) {
		plan_archive(p, files, output);
		return;
	}
	if (c->mode == TO_EXECUTABLE && has_bitcode(p, files))
		plan_lto(p, files, &linked);
	else
		list_add_all(&linked, files);
	linker(p, &linked, output);
	/* Build scripts that try an option throw the program away. */
	if (c->mode == TO_EXECUTABLE && !c->no_validate && !asks_linker(files) && !equal(output, "/dev/null")) {
		if (!c->no_widen)
			list_add(&add_stage(p, format("%s/libexec/zvm/zvm-widen", p->place->sdk), output)->arguments, output);
		struct stage *s = add_stage(p, format("%s/bin/zvm-validate", p->place->sdk), output);
		s->kind = VALIDATE;
		list_add(&s->arguments, output);
	}
}
