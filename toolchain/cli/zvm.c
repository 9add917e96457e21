/* SPDX-License-Identifier: Apache-2.0 */
/* zvm - one command over the SDK's programs: a table of subcommands. */
#include "common.h"
#include "pipeline.h"
#include "run.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int help_main(int argc, char **argv);

static const struct command {
	const char *name;
	const char *help;
	const char *program;                /* sibling to run with the arguments, or */
	int (*main)(int argc, char **argv); /* the command itself */
} commands[] = {
	{"run", "run a program in the sandbox", NULL, run_main},
	{"pipeline", "run several programs with channels between them", NULL, pipeline_main},
	{"validate", "check that a program cannot leave the sandbox", "zvm-validate", NULL},
	{"cc", "compile C for the sandbox (zvm-clang)", "zvm-clang", NULL},
	{"help", "this text, or the help of a command", NULL, help_main},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static void help(FILE *out)
{
	fputs("usage: zvm COMMAND [ARGUMENTS]\n"
	      "\n"
	      "Compiles and runs programs in a sandbox that gives them nothing of this machine\n"
	      "but what you name.\n"
	      "\n", out);
	for (int i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
	fputs("\n`zvm COMMAND --help` tells more about each.  A first program:\n"
	      "\n"
	      "  zvm cc -O2 hello.c -o hello\n"
	      "  zvm run hello\n", out);
}

static int dispatch(int argc, char **argv)
{
	static const char *const options[] = {"--help", "--version", NULL};
	const char *names[COMMANDS + 1] = {NULL};
	const char *meant;

	for (int i = 0; i < COMMANDS; i++) {
		names[i] = commands[i].name;
		if (strcmp(argv[0], commands[i].name))
			continue;
		if (commands[i].main)
			return commands[i].main(argc, argv);
		exec_sibling(commands[i].program, argv);
	}
	if (argv[0][0] != '-' && (access(argv[0], F_OK) == 0 || strchr(argv[0], '/') || strchr(argv[0], '.')))
		fatal("'%s' is no command; to run a program: zvm run %s", argv[0], argv[0]);
	meant = suggestion(argv[0], argv[0][0] == '-' ? options : names);
	if (meant)
		fatal("'%s' is no command; did you mean `zvm %s`?", argv[0], meant);
	fatal("'%s' is no command; `zvm --help` lists them", argv[0]);
}

static int help_main(int argc, char **argv)
{
	static char option[] = "--help";
	char *arguments[] = {argc > 1 ? argv[1] : NULL, option, NULL};

	if (argc > 1 && strcmp(argv[1], "help"))
		return dispatch(2, arguments);
	help(stdout);
	return 0;
}

static int command(int argc, char **argv)
{
	if (argc < 2) {
		help(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		help(stdout);
		return 0;
	}
	if (!strcmp(argv[1], "--version")) {
		puts("zvm " ZVM_SDK_VERSION);
		return 0;
	}
	return dispatch(argc - 1, argv + 1);
}

int main(int argc, char **argv)
{
	finish(command(argc, argv));
}
