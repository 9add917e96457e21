/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: zerovm [options] MANIFEST\n"
	"Runs the sandboxed program that the manifest names.\n"
	"\n"
	"  --report FILE|fd:N       where the report goes; without it, standard output,\n"
	"                           or standard error if a channel uses that\n"
	"  --report-format FORMAT   json (default) or lines, the original's\n"
	"  --exit-status            exit with the guest's own code\n"
	"  --quiet                  failures stand in the report only\n"
	"  --die-with-parent        end when the process that started zerovm ends\n"
	"  --validate-only          load and validate the program, do not run it\n"
	"  --preallocate            reserve disk space for the quotas of written files\n"
	"  --help, --version\n";

static _Noreturn void print(const char *text)
{
	fputs(text, stdout);
	exit(fflush(stdout) || ferror(stdout) ? 1 : 0);
}

static const char *value_of(int argc, char **argv, int *i, const char *name)
{
	size_t length = strlen(name);

	if (argv[*i][length] == '=')
		return argv[*i] + length + 1;
	if (++*i >= argc)
		refuse(SESSION_USAGE, 0, "%s needs a value; see zerovm --help", name);
	return argv[*i];
}

static bool is(const char *argument, const char *name)
{
	size_t length = strlen(name);

	return strncmp(argument, name, length) == 0 && (argument[length] == 0 || argument[length] == '=');
}

static enum report_format format_of(const char *name)
{
	if (strcmp(name, "json") == 0)
		return REPORT_JSON;
	if (strcmp(name, "lines") == 0)
		return REPORT_LINES;
	refuse(SESSION_USAGE, 0, "--report-format %s: expected json or lines", name);
}

void options_parse(struct options *o, int argc, char **argv)
{
	*o = (struct options){0};
	for (int i = 1; i < argc; i++) {
		const char *a = argv[i];

		if (strcmp(a, "--help") == 0)
			print(usage);
		else if (strcmp(a, "--version") == 0)
			print("zerovm " ZVM_VERSION "\n");
		else if (strcmp(a, "--exit-status") == 0)
			session_output.exit_status = true;
		else if (strcmp(a, "--quiet") == 0)
			session_output.quiet = true;
		else if (strcmp(a, "--die-with-parent") == 0)
			o->die_with_parent = true;
		else if (strcmp(a, "--validate-only") == 0)
			o->validate_only = true;
		else if (strcmp(a, "--preallocate") == 0)
			o->preallocate = true;
		else if (is(a, "--report-format"))
			session_output.format = format_of(value_of(argc, argv, &i, "--report-format"));
		else if (is(a, "--report"))
			o->report = value_of(argc, argv, &i, "--report");
		else if (a[0] == '-' && a[1])
			refuse(SESSION_USAGE, 0, "unknown option %s; see zerovm --help", a);
		else if (o->manifest)
			refuse(SESSION_USAGE, 0, "more than one manifest: %s and %s", o->manifest, a);
		else
			o->manifest = a;
	}
	if (!o->manifest)
		refuse(SESSION_USAGE, 0, "no manifest; see zerovm --help");
}
