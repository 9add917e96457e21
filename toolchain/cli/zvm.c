/* zvm - one command over the SDK's programs: a table of subcommands. */
#include "common.h"
#include "run.h"

#include <stdio.h>
#include <string.h>

struct command {
	const char *name;
	const char *help;
	const char *program;             /* sibling to run with the arguments, or */
	int (*main)(int argc, char **argv); /* the command itself */
};

static const struct command commands[] = {
	{"run", "run a program in the sandbox", NULL, run_main},
	{"validate", "check that a program cannot leave the sandbox", "zvm-validate", NULL},
	{"cc", "compile C for the sandbox (zvm-clang)", "zvm-clang", NULL},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static void help(FILE *out)
{
	fputs("usage: zvm COMMAND [ARGUMENTS]\n\n", out);
	for (int i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].help);
	fputs("\n`zvm COMMAND --help` tells more about each.\n"
	      "A first program:\n"
	      "  zvm cc -O2 hello.c -o hello\n"
	      "  zvm run hello\n", out);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		help(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		help(stdout);
		return 0;
	}
	if (!strcmp(argv[1], "--version")) {
		puts("zvm " ZVM_SDK_VERSION);
		return 0;
	}
	for (int i = 0; i < COMMANDS; i++) {
		if (strcmp(argv[1], commands[i].name))
			continue;
		if (commands[i].main)
			return commands[i].main(argc - 1, argv + 1);
		exec_sibling(commands[i].program, argv + 1);
	}
	fprintf(stderr, "zvm: '%s' is no command of zvm; `zvm --help` lists them\n", argv[1]);
	return EXIT_USAGE;
}
