/* SPDX-License-Identifier: Apache-2.0 */
#include "question.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "run.h"

/* A file of the SDK's libraries; as the compilers do, the bare name if it is
 * not there. */
static const char *library_file(const char *sysroot, const char *name)
{
	const char *path = format("%s/lib/%s", sysroot, name);
	return access(path, F_OK) == 0 ? path : name;
}

static const char *program(const char *sdk, const char *name)
{
	const char *path = format("%s/bin/" ZVM_TARGET "-%s", sdk, name);
	return access(path, X_OK) == 0 ? path : name;
}

/* What the compiler itself knows best. */
static int ask_compiler(const char *question, const struct place *place)
{
	struct list a = {0};
	list_add(&a, place->compiler);
	if (!place->gcc)
		list_add_many(&a, "--target=" ZVM_TARGET, "--no-default-config");
	list_add(&a, question);
	char *text;
	int status = run_captured(&a, STANDARD_OUTPUT, &text);
	fputs(text, stdout);
	return status;
}

static int help(const struct place *place)
{
	printf("zvm-clang, zvm-gcc: compile C for the ZVM sandbox.\n\n"
	       "They take the options of %s, translate its output into code that stays in\n"
	       "the sandbox, link it with musl and ZRT and validate the program.  `zvm run`\n"
	       "runs it.  Options that cannot work in the sandbox are refused with a reason;\n"
	       "docs/toolchain.md lists them.\n\n"
	       "  --no-validate      link without validating (the loader validates in any case)\n"
	       "  --no-widen         leave padding as the assembler made it: nops\n"
	       "  -S                 shows the rewritten assembly\n"
	       "  -###, -v           show the commands that do the work\n\n"
	       "`%s --help` lists all options of the compiler.\n",
	       place->compiler, place->compiler);
	return 0;
}

int question_answer(const struct command *command, const struct place *place)
{
	const char *q = command->question;
	const char *sysroot = plan_sysroot(command, place);
	const char *lib = format("%s/lib", sysroot);
	while (starts_with(q, "--"))
		q++;
	if (equal(q, "-version")) {
		int status = ask_compiler("--version", place);
		puts("ZVM SDK " ZVM_SDK_VERSION ", compiling for " ZVM_TARGET);
		return status;
	}
	if (equal(q, "-help"))
		return help(place);
	const struct answer {
		const char *question;
		const char *answer;
	} answers[] = {
		{"-dumpmachine", ZVM_TARGET},
		{"-print-target-triple", ZVM_TARGET},
		{"-print-effective-triple", ZVM_TARGET},
		{"-print-libgcc-file-name", format("%s/libzvm_builtins.a", lib)},
		{"-print-sysroot", sysroot},
		{"-print-search-dirs",
	     format("install: %s\nprograms: =%s/bin\nlibraries: =%s", place->sdk, place->sdk, lib)},
		{"-print-multiarch", ""},
		{"-print-multi-directory", "."},
		{"-print-multi-os-directory", "."},
		{"-print-multi-lib", ".;"},
		{"-print-runtime-dir", lib},
	};
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
		if (equal(q, answers[i].question))
			return puts(answers[i].answer) < 0;
	if (starts_with(q, "-print-file-name="))
		return puts(library_file(sysroot, strchr(q, '=') + 1)) < 0;
	if (starts_with(q, "-print-prog-name="))
		return puts(program(place->sdk, strchr(q, '=') + 1)) < 0;
	return ask_compiler(command->question, place);
}
