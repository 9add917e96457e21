/* SPDX-License-Identifier: Apache-2.0 */
#include "debug.h"

#include "start.h"
#include "symbolize.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * What gdb does first.  The text of the program appears only when the loader has
 * validated it; the loader's last step before the program is its system-call
 * filter, so the first stop is there, and breakpoints work from then on.
 * exec-file, not file: the loader has a `main` of its own.  Before that stop the
 * loader probes its memory protection with a fault that it expects.
 */
static void write_script(FILE *out, const char *program, char **loader)
{
	fprintf(out,
	        "set confirm off\n"
	        "set pagination off\n"
	        "set startup-with-shell off\n"
	        "set debuginfod enabled off\n"
	        "exec-file %s\n"
	        "set args", loader[0]);
	for (int i = 1; loader[i]; i++)
		fprintf(out, " %s", loader[i]); /* options of ours, without blanks */
	fprintf(out,
	        "\n"
	        "add-symbol-file '%s'\n"
	        "handle SIGSEGV nostop noprint pass\n"
	        "handle SIGALRM nostop noprint pass\n"
	        "catch syscall seccomp\n"
	        "run\n"
	        "delete\n"
	        "handle SIGSEGV stop print pass\n"
	        "tbreak %s\n"
	        "continue\n",
	        program, has_function(program, "main") ? "main" : "_start");
}

void debug_session(const struct session *s)
{
	int fd = memory_file("gdb-script");
	FILE *out = fdopen(dup(fd), "w");
	char *argv[] = {xstrdup("gdb"), xstrdup("-q"), xstrdup("-x"), xprintf("/proc/self/fd/%d", fd), NULL};

	if (!out)
		fatal("gdb-script:");
	write_script(out, s->program, start_arguments(s, -1));
	if (fclose(out))
		fatal("gdb-script: cannot write:");
	execvp(argv[0], argv);
	if (errno == ENOENT)
		fatal_status(EXIT_SETUP, "--debug: gdb is not installed (package gdb)");
	fatal_status(EXIT_SETUP, "--debug: cannot run gdb:");
}
