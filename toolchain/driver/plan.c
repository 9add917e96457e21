/* SPDX-License-Identifier: Apache-2.0 */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

#include "planner.h"

/* Before the user's options, which may override them. */
static const char *const defaults[] = {
	"-fno-stack-protector", "-D__zvm__=1", NULL,
};

/* Behind the user's options: what the sandbox's rules ask of both compilers. */
static const char *const requirements[] = {
	/* bsf and bsr differ between CPUs: keep the compiler on tzcnt and lzcnt. */
	"-mlzcnt", "-mbmi",
	/* Inside levels that the sandbox admits, but outside its instruction set. */
	"-mno-prfchw", "-mno-sse4a",
	/* One place in memory, one model of thread-local variables. */
	"-fno-pic", "-fplt", "-ftls-model=local-exec", "-mcmodel=small",
	/* The sandbox confines branches; endbr64 would only cost space. */
	"-fcf-protection=none", NULL,
};

static const char *const clang_requirements[] = {
	/* rcpps and rsqrtps differ between CPUs. */
	"-mrecip=none", NULL,
};

static const char *const gcc_requirements[] = {
	"-fno-pie", "-mmusl", "-mno-recip",
	/* fsin, fprem and their kind differ between CPUs: call the library. */
	"-mno-fancy-math-387",
	/* The rewriter uses r11 in returns and indirect calls. */
	"-ffixed-r11", "-fno-ipa-ra",
	/* `jmp *mem` would cost a register that the rewriter must find. */
	"-mindirect-branch-register",
	/* Trampolines run on the stack, which is never executable. */
	"-Werror=trampolines",
	/* LLVM's assembler does not know location views. */
	"-gno-as-locview-support", NULL,
};

struct stage *add_stage(struct planner *p, const char *program, const char *output)
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

const char *temporary(struct planner *p, const char *base, const char *suffix)
{
	const struct command *c = p->command;
	const char *name = format("%s%s", with_suffix(base_name(base), ""), suffix);
	if (c->save == SAVE_HERE)
		return name;
	if (c->save == SAVE_BESIDE_OUTPUT) {
		const char *out = c->output ? c->output : "";
		return format("%.*s%s", (int)(base_name(out) - out), out, name);
	}
	return format("%s/%zu-%s", p->place->temporary, p->temporaries++, name);
}

const char *plan_sysroot(const struct command *command, const struct place *place)
{
	return command->sysroot ? command->sysroot : format("%s/" ZVM_TARGET, place->sdk);
}

static void add_gcc_options(struct list *a, const struct command *c)
{
	list_add_array(a, gcc_requirements);
	/* LLVM's assembler mistakes the file numbers of gcc's DWARF 5. */
	if (c->debug)
		list_add(a, "-gdwarf-4");
	/* With these gcc makes 1/sqrt(x) of rsqrtss, which differs between CPUs. */
	if (c->fast_math)
		list_add_many(a, "-ftrapping-math", "-fno-associative-math"); /* the latter goes with the former; else a warning */
}

void add_back_end_tuning(struct list *a, const struct command *c)
{
	static const char limit[] = "-tail-dup-pred-size=";
	/* A computed goto keeps its own jump, up to so many; more would take the compiler long. */
	for (size_t i = 0; i < c->compiler.n; i++)
		if (starts_with(c->compiler.v[i], limit))
			return;
	list_add_many(a, "-mllvm", "-tail-dup-pred-size=256");
}

static void add_clang_tuning(struct list *a, const struct command *c)
{
	/* With a level clang would tune for the first CPU that had it: rotates by shld, slow elsewhere. */
	list_add(a, "-mtune=generic");
	add_back_end_tuning(a, c);
}

/* The compiler with the user's options between ours. */
static struct stage *compiler(struct planner *p, const char *output)
{
	const struct command *c = p->command;
	bool gcc = p->place->gcc;
	struct stage *s = add_stage(p, p->place->compiler, output);
	struct list *a = &s->arguments;
	if (!gcc)
		list_add_many(a, "--target=" ZVM_TARGET, "--no-default-config");
	if (!c->march)
		list_add(a, "-march=x86-64-v2");
	if (!gcc)
		add_clang_tuning(a, c);
	list_add_array(a, defaults);
	if (!c->no_includes)
		list_add(a, gcc ? "-nostdinc" : "-nostdlibinc");
	list_add_all(a, &c->compiler);
	/* Behind the user's -isystem, before the compiler's own: musl's order. */
	if (!c->no_includes) {
		list_add_many(a, "-isystem", format("%s/include", p->sysroot));
		if (gcc)
			list_add_many(a, "-iwithprefix", "include");
	}
	list_add_array(a, requirements);
	if (gcc)
		add_gcc_options(a, c);
	else
		list_add_array(a, clang_requirements);
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

static void add_preprocess(const struct planner *p, struct stage *s, const struct input *in)
{
	list_add(&s->arguments, "-E");
	if (in->language == LANG_ASM_CPP && !p->place->gcc)
		list_add(&s->arguments, "-Qunused-arguments");
}

static void preprocess(struct planner *p, const struct input *in, const char *output)
{
	struct stage *s = compiler(p, output && !equal(output, "-") ? output : NULL);
	add_preprocess(p, s, in);
	if (p->command->dependencies_too)
		add_dependency_names(p, s, in);
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

/*
 * gcc names what it writes beside the assembly (-fstack-usage, -fdump-...) and
 * profiles that it reads after the object or the program, never after ours.
 */
static void add_helper_names(const struct planner *p, struct stage *s, const struct input *in)
{
	const struct command *c = p->command;
	const char *dot = strrchr(base_name(in->name), '.');
	const char *suffix = dot ? dot : "", *output = c->output ? c->output : "";
	int folder = (int)(base_name(output) - output);
	const char *base = base_name(in->name);
	if (!p->place->gcc || equal(in->name, "-"))
		return;
	if (c->mode <= TO_RELOCATABLE)
		base = format("%s-%s", c->output ? with_suffix(base_name(output), "") : "a", base);
	else if (c->output)
		base = format("%s%s", with_suffix(base_name(output), ""), suffix);
	list_add_many(&s->arguments, "-dumpdir", folder ? format("%.*s", folder, output) : "./",
	              "-dumpbase", base, "-dumpbase-ext", suffix);
}

static bool is_c_family(enum language language)
{
	return language == LANG_C || language == LANG_CXX;
}

/* -save-temps: what the preprocessor makes, beside the assembly. */
static void save_preprocessed(struct planner *p, const struct input *in)
{
	if (p->command->save == SAVE_NOT || !is_c_family(in->language))
		return;
	preprocess(p, in, temporary(p, in->name, in->language == LANG_CXX ? ".ii" : ".i"));
}

/* A source of any language to assembly as the compiler writes it. */
static const char *to_plain_assembly(struct planner *p, const struct input *in)
{
	if (in->language == LANG_ASM)
		return in->name;
	save_preprocessed(p, in);
	const char *out = temporary(p, in->name, ".plain.s");
	struct stage *s = compiler(p, out);
	if (in->language == LANG_ASM_CPP)
		add_preprocess(p, s, in);
	else
		list_add(&s->arguments, "-S");
	add_dependency_names(p, s, in);
	add_helper_names(p, s, in);
	list_add_many(&s->arguments, "-o", out);
	add_source(s, in, in->language == LANG_ASM_CPP ? "assembler-with-cpp" : in->x);
	return out;
}

struct stage *add_rewriter(struct planner *p, const char *name, const char *in, const char *out)
{
	bool standard = equal(out, "-");
	struct stage *s = add_stage(p, format("%s/libexec/zvm/zvm-rewrite", p->place->sdk),
	                            standard ? NULL : out);
	list_add_many(&s->arguments, "--source", equal(name, "-") ? "<stdin>" : name);
	if (p->command->trap_unavailable)
		list_add(&s->arguments, "--trap-unavailable");
	if (!standard)
		list_add_many(&s->arguments, "-o", out);
	list_add(&s->arguments, in);
	s->kind = REWRITE;
	return s;
}

/* A source's name as debug information shall have it: the last map that fits counts. */
static const char *mapped(const struct command *c, const char *name)
{
	for (size_t i = c->prefix_maps.n; i-- > 0;) {
		const char *map = c->prefix_maps.v[i], *equals = strrchr(map, '=');
		size_t n = equals ? (size_t)(equals - map) : 0;
		if (equals && !strncmp(name, map, n))
			return format("%s%s", equals + 1, name + n);
	}
	return name;
}

/* The line tables of hand-written assembly are the assembler's work. */
static void add_debug_names(const struct command *c, struct stage *s)
{
	for (size_t i = 0; i < c->prefix_maps.n; i++)
		list_add(&s->arguments, format("--fdebug-prefix-map=%s", c->prefix_maps.v[i]));
	if (c->compilation_folder)
		list_add(&s->arguments, format("--fdebug-compilation-dir=%s", c->compilation_folder));
}

/* The rewriter expands hand-written assembly, so it needs what that depends on. */
static void add_assembly_options(const struct command *c, struct stage *s, const char *name)
{
	const struct list *from = &c->assembler;
	if (c->debug)
		list_add_many(&s->arguments, "-g", "--unit", mapped(c, name));
	for (size_t i = 0; i < from->n; i++) {
		const char *a = from->v[i];
		if (strncmp(a, "-I", 2) && strncmp(a, "--defsym", 8))
			continue;
		list_add(&s->arguments, a);
		if ((equal(a, "-I") || equal(a, "--defsym")) && i + 1 < from->n)
			list_add(&s->arguments, from->v[++i]);
	}
}

/*
 * The source by way of the compiler to rewritten assembly.  Without -g the
 * compiler's assembly does not tell lines of the source: for the rewriter's
 * errors it is made again with them.
 */
static void add_rewritten(struct planner *p, const struct input *in, const char *out)
{
	const char *plain = to_plain_assembly(p, in);
	size_t compiled = p->plan->count - 1;
	struct stage *s = add_rewriter(p, in->name, plain, out);
	if (in->language == LANG_ASM || in->language == LANG_ASM_CPP) {
		add_assembly_options(p->command, s, in->name);
		return;
	}
	list_add(&s->arguments, "--compiled");
	if (p->command->debug)
		return;
	list_add_all(&s->located, &p->plan->stages[compiled].arguments);
	list_add_many(&s->located, p->place->gcc ? "-g1" : "-gline-tables-only", "-w");
	if (p->place->gcc)
		list_add(&s->located, "-gdwarf-4");
}

void add_assembler(struct planner *p, const char *in, const char *out)
{
	struct stage *s = add_stage(p, "llvm-mc-19", equal(out, "-") ? NULL : out);
	/* The dialect of line tables follows the compiler's own debug information. */
	list_add_many(&s->arguments, "--triple=" ZVM_TARGET, "--filetype=obj",
	              p->place->gcc ? "--dwarf-version=4" : "--dwarf-version=5");
	list_add_all(&s->arguments, &p->command->assembler);
	list_add_many(&s->arguments, "-o", out, in);
}

static void to_object(struct planner *p, const struct input *in, const char *output)
{
	const struct command *c = p->command;
	if (c->lto && in->language != LANG_ASM && in->language != LANG_ASM_CPP) {
		save_preprocessed(p, in);
		struct stage *s = compiler(p, equal(output, "-") ? NULL : output);
		list_add(&p->bitcode, output);
		list_add_many(&s->arguments, "-flto", "-c");
		add_dependency_names(p, s, in);
		list_add_many(&s->arguments, "-o", output);
		add_source(s, in, in->x);
		return;
	}
	const char *rewritten = temporary(p, in->name, in->language == LANG_ASM ? ".zvm.s" : ".s");
	add_rewritten(p, in, rewritten);
	add_assembler(p, rewritten, output);
	if (in->language == LANG_ASM || in->language == LANG_ASM_CPP)
		add_debug_names(c, &p->plan->stages[p->plan->count - 1]);
}

static void precompile_header(struct planner *p, const struct input *in)
{
	const char *out = p->command->output;
	if (!out)
		out = format("%s.%s", in->name, p->place->gcc ? "gch" : "pch");
	struct stage *s = compiler(p, out);
	add_dependency_names(p, s, in);
	list_add_many(&s->arguments, "-o", out);
	add_source(s, in, in->x ? in->x : "c-header");
}

static const char *default_output(const struct command *c, const struct input *in)
{
	if (c->mode == TO_ASSEMBLY && equal(in->name, "-"))
		return "-";
	return with_suffix(base_name(in->name), c->mode == TO_ASSEMBLY ? ".s" : ".o");
}

/* What becomes of one source; adds to `files` what the linker gets. */
static void plan_source(struct planner *p, const struct input *in, struct list *files)
{
	const struct command *c = p->command;
	const char *output = c->output;
	if (!output && c->mode != TO_PREPROCESSED)
		output = default_output(c, in);
	if (c->mode == TO_PREPROCESSED) {
		preprocess(p, in, output);
	} else if (c->mode == TO_CHECK) {
		check(p, in);
	} else if (in->language == LANG_HEADER) {
		precompile_header(p, in);
	} else if (c->mode == TO_ASSEMBLY) {
		add_rewritten(p, in, output);
	} else if (c->mode == TO_OBJECT) {
		to_object(p, in, output);
	} else {
		const char *object = temporary(p, in->name, ".o");
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
	struct planner p = {plan, command, place, plan_sysroot(command, place), {0}, 0, 0};
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
		const struct input *in = &command->inputs[i];
		p.input = i;
		if (in->language != LANG_OBJECT)
			plan_source(&p, in, &files);
		else if (command->mode <= TO_RELOCATABLE && !(command->shared && in->linker_word))
			list_add(&files, in->name);
		else if (command->mode == TO_PREPROCESSED && in->name[0] != '-')
			preprocess(&p, in, command->output);
	}
	p.input = command->input_count;
	if (files.n)
		plan_link(&p, &files);
	return true;
}
