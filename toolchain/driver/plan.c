#include "plan.h"

#include <stdlib.h>
#include <string.h>

struct planner {
	struct plan *plan;
	const struct command *command;
	const struct place *place;
	const char *sysroot;
	const char *error;
	size_t temporaries;
	size_t input;
};

/* Before the user's options, which may override them. */
static const char *const clang_defaults[] = {
	"-fno-stack-protector", "-D__zvm__=1", NULL,
};

/* Behind the user's options: what the sandbox's rules ask of the compiler. */
static const char *const clang_requirements[] = {
	/* bsf and bsr differ between CPUs: keep the compiler on tzcnt and lzcnt. */
	"-mlzcnt", "-mbmi", "-mno-prfchw",
	/* One place in memory, one model of thread-local variables. */
	"-fno-pic", "-fplt", "-ftls-model=local-exec", "-mcmodel=small",
	/* The sandbox confines branches; endbr64 would only cost space. */
	"-fcf-protection=none", NULL,
};

static const char *const gcc_requirements[] = {
	"-mlzcnt", "-mbmi", "-mno-prfchw", "-fno-pic", "-fno-pie", "-fplt", "-ftls-model=local-exec",
	"-mcmodel=small", "-fcf-protection=none", "-mmusl",
	/* The rewriter uses r11 in returns and indirect calls. */
	"-ffixed-r11", "-fno-ipa-ra",
	/* `jmp *mem` would cost a register that the rewriter must find. */
	"-mindirect-branch-register",
	/* Trampolines run on the stack, which is never executable. */
	"-Werror=trampolines", "-dA", NULL,
};

static struct stage *add_stage(struct planner *p, const char *program, const char *output)
{
	struct plan *plan = p->plan;
	if ((plan->count & (plan->count - 1)) == 0)
		plan->stages = must(realloc(plan->stages,
		                            (plan->count ? 2 * plan->count : 1) * sizeof *plan->stages));
	struct stage *s = &plan->stages[plan->count++];
	*s = (struct stage){.output = output, .input = p->input};
	list_add(&s->arguments, program);
	return s;
}

static const char *sibling(const struct planner *p, const char *program)
{
	return format("%s/bin/%s", p->place->sdk, program);
}

static const char *temporary(struct planner *p, const char *suffix)
{
	return format("%s/%zu%s", p->place->temporary, p->temporaries++, suffix);
}

const char *plan_sysroot(const struct command *command, const struct place *place)
{
	return command->sysroot ? command->sysroot : format("%s/" ZVM_TARGET, place->sdk);
}

/* The compiler with the user's options between ours. */
static struct stage *compiler(struct planner *p, const char *output)
{
	const struct command *c = p->command;
	struct stage *s = add_stage(p, p->place->compiler, output);
	struct list *a = &s->arguments;
	if (!p->place->gcc)
		list_add_many(a, "--target=" ZVM_TARGET, "--no-default-config");
	if (!c->march)
		list_add(a, "-march=x86-64-v2");
	list_add_array(a, clang_defaults);
	if (!c->no_includes)
		list_add(a, p->place->gcc ? "-nostdinc" : "-nostdlibinc");
	list_add_all(a, &c->compiler);
	/* Behind the user's -isystem, before the compiler's own: musl's order. */
	if (!c->no_includes)
		list_add_many(a, "-isystem", format("%s/include", p->sysroot));
	list_add_array(a, p->place->gcc ? gcc_requirements : clang_requirements);
	return s;
}

static void add_source(struct stage *s, const struct input *in, const char *x)
{
	if (x)
		list_add_many(&s->arguments, "-x", x);
	list_add(&s->arguments, in->name);
}

/* -MD without a place for the list, or for a target: both follow the object. */
static void add_dependency_names(const struct planner *p, struct stage *s, const struct input *in)
{
	const struct command *c = p->command;
	if (!c->dependencies_too)
		return;
	const char *object = with_suffix(base_name(in->name), ".o");
	bool named = c->output && c->mode > TO_RELOCATABLE;
	if (!c->dependency_file)
		list_add_many(&s->arguments, "-MF",
		              c->output ? with_suffix(c->output, ".d") : with_suffix(object, ".d"));
	if (!c->dependency_target)
		list_add_many(&s->arguments, "-MQ", named ? c->output : object);
}

static void preprocess(struct planner *p, const struct input *in, const char *output)
{
	struct stage *s = compiler(p, output && !equal(output, "-") ? output : NULL);
	list_add(&s->arguments, "-E");
	if (in->language == LANG_ASM_CPP)
		list_add(&s->arguments, "-Qunused-arguments");
	if (output)
		list_add_many(&s->arguments, "-o", output);
	add_source(s, in, in->x);
}

static void check(struct planner *p, const struct input *in)
{
	struct stage *s = compiler(p, NULL);
	if (p->command->output)
		list_add_many(&s->arguments, "-o", p->command->output);
	add_source(s, in, in->x);
}

/* A source of any language to assembly as the compiler writes it. */
static const char *to_plain_assembly(struct planner *p, const struct input *in)
{
	if (in->language == LANG_ASM)
		return equal(in->name, "-") ? "/dev/stdin" : in->name;
	const char *out = temporary(p, ".s");
	struct stage *s = compiler(p, out);
	if (in->language == LANG_ASM_CPP)
		list_add_many(&s->arguments, "-E", "-Qunused-arguments");
	else
		list_add(&s->arguments, "-S");
	add_dependency_names(p, s, in);
	list_add_many(&s->arguments, "-o", out);
	add_source(s, in, in->language == LANG_ASM_CPP ? "assembler-with-cpp" : in->x);
	return out;
}

static void to_assembly(struct planner *p, const struct input *in, const char *output)
{
	const char *plain = to_plain_assembly(p, in);
	bool standard = equal(output, "-");
	struct stage *s = add_stage(p, sibling(p, "zvm-rewrite"), standard ? NULL : output);
	list_add_many(&s->arguments, plain, "-o", standard ? "/dev/stdout" : output);
}

static void to_object(struct planner *p, const struct input *in, const char *output)
{
	const char *rewritten = temporary(p, ".s");
	to_assembly(p, in, rewritten);
	struct stage *s = add_stage(p, "clang-19", equal(output, "-") ? NULL : output);
	list_add_many(&s->arguments, "--target=" ZVM_TARGET, "--no-default-config",
	              "-Wno-unused-command-line-argument");
	list_add_all(&s->arguments, &p->command->assembler);
	list_add_many(&s->arguments, "-c", "-x", "assembler", rewritten, "-o", output);
}

static void precompile_header(struct planner *p, const struct input *in)
{
	const char *out = p->command->output;
	if (!out)
		out = format("%s.%s", in->name, p->place->gcc ? "gch" : "pch");
	struct stage *s = compiler(p, out);
	add_source(s, in, "c-header");
	list_add_many(&s->arguments, "-o", out);
}

static void validate(struct planner *p, const char *output)
{
	struct stage *s = add_stage(p, sibling(p, "zvm-validate"), output);
	s->kind = VALIDATE;
	list_add(&s->arguments, output);
}

/* `files` are the linker's inputs in their order. */
static void link_program(struct planner *p, const struct list *files)
{
	const struct command *c = p->command;
	const char *output = c->output ? c->output : "a.out";
	bool whole = c->mode == TO_EXECUTABLE;
	p->input = c->input_count;
	struct stage *s = add_stage(p, "ld.lld-19", output);
	struct list *a = &s->arguments;
	list_add_many(a, "-m", "elf_x86_64", "-o", output);
	if (whole)
		list_add_many(a, "-static", "--build-id=none", "-z", "noexecstack", "-z",
		              "max-page-size=4096", "-T", format("%s/" ZVM_TARGET "/lib/zvm.ld", p->place->sdk));
	else
		list_add(a, "-r");
	if (whole && !c->no_start_files)
		list_add(a, format("%s/lib/crt1.o", p->sysroot));
	list_add_all(a, &c->linker);
	list_add(a, format("-L%s/lib", p->sysroot));
	list_add_all(a, files);
	if (whole && !c->no_default_libraries) {
		list_add(a, "--start-group");
		if (!c->no_libc)
			list_add_many(a, "-lc", "-lzrt");
		list_add_many(a, "-lzvm-builtins", "--end-group");
	}
	if (whole && !c->no_validate)
		validate(p, output);
}

static const char *default_output(const struct command *c, const struct input *in)
{
	if (c->mode == TO_ASSEMBLY && equal(in->name, "-"))
		return "-";
	return with_suffix(base_name(in->name), c->mode == TO_ASSEMBLY ? ".s" : ".o");
}

/* What becomes of one input; adds to `files` what the linker gets. */
static void plan_input(struct planner *p, const struct input *in, struct list *files)
{
	const struct command *c = p->command;
	bool links = c->mode <= TO_RELOCATABLE;
	if (in->language == LANG_OBJECT && c->mode != TO_PREPROCESSED) {
		if (links)
			list_add(files, in->name);
		return; /* -c prog.o: a linker input that is not used */
	}
	const char *output = c->output;
	if (!output && c->mode != TO_PREPROCESSED)
		output = default_output(c, in);
	if (c->mode == TO_PREPROCESSED) {
		if (in->language != LANG_OBJECT || in->name[0] != '-')
			preprocess(p, in, output);
	} else if (c->mode == TO_CHECK) {
		check(p, in);
	} else if (in->language == LANG_HEADER) {
		precompile_header(p, in);
	} else if (c->mode == TO_ASSEMBLY) {
		to_assembly(p, in, output);
	} else if (c->mode == TO_OBJECT) {
		to_object(p, in, output);
	} else {
		const char *object = temporary(p, ".o");
		to_object(p, in, object);
		list_add(files, object);
	}
}

static size_t sources(const struct command *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->input_count; i++)
		n += c->inputs[i].language != LANG_OBJECT;
	return n;
}

bool plan_make(struct plan *plan, const struct command *command, const struct place *place,
               const char **error)
{
	*plan = (struct plan){0};
	struct planner p = {plan, command, place, plan_sysroot(command, place), NULL, 0, 0};
	if (command->input_count == 0) {
		*error = "no input files";
		return false;
	}
	if (command->output && command->mode > TO_RELOCATABLE && sources(command) > 1) {
		*error = "cannot specify -o when generating multiple output files";
		return false;
	}
	struct list files = {0};
	for (size_t i = 0; i < command->input_count; i++) {
		p.input = i;
		plan_input(&p, &command->inputs[i], &files);
	}
	if (files.n)
		link_program(&p, &files);
	return true;
}
