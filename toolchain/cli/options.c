/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include "args.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MEMORY_MAX (UINT64_C(1) << 32) /* the sandbox is 4 GiB */
#define STACK_MIN (UINT64_C(1) << 16)
#define STACK_MAX (UINT64_C(1) << 30)
#define STEP_MAX UINT64_C(1000000000)  /* a second */
#define SECONDS_MAX INT32_MAX          /* as in a manifest: 68 years */

enum {
	ENV, VOLUME, IMAGE, MEM, STACK, TIMEOUT, CPU, TIME, STEP, SEED, JAIL, DIGEST, REPORT, SAVE, DEBUG, VERIFY, HELP
};

static const struct option_row rows[] = {
	[ENV] = {'e', "env", "NAME=VALUE", "set an environment variable (none is inherited)"},
	[VOLUME] = {'v', "volume", "HOST:GUEST[:rw]", "give a folder; rw: write changes back"},
	[IMAGE] = {'i', "image", "TAR[:GUEST[:rw]]", "give a tar file's contents, at / by default"},
	[MEM] = {'m', "mem", "SIZE", "memory, such as 64M (default 4G)"},
	[STACK] = {0, "stack", "SIZE", "how much of it is stack (default 16M)"},
	[TIMEOUT] = {'t', "timeout", "SECONDS", "end the program after this time"},
	[CPU] = {0, "cpu", "SECONDS", "... after this much processor time"},
	[TIME] = {0, "time", "SECONDS", "where its clock begins (since 1970), or 'now'"},
	[STEP] = {0, "clock-step", "NS", "what reading the clock adds to it (default 1000)"},
	[SEED] = {0, "seed", "TEXT", "seed of its random numbers"},
	[JAIL] = {0, "jail", NULL, "let it add code, which is validated too"},
	[DIGEST] = {0, "digest", "NAME", "digests in the report: sha256, sha1 or md5"},
	[REPORT] = {0, "report", "FILE", "write a report of the session, in JSON"},
	[SAVE] = {0, "save", "DIR", "keep manifest and nvram: `zerovm DIR/manifest`"},
	[DEBUG] = {0, "debug", NULL, "run under gdb, stopped in main"},
	[VERIFY] = {0, "verify-deterministic", NULL, "run twice and compare output and memory"},
	[HELP] = {'h', "help", NULL, "this text"},
	{0},
};

static void help(void)
{
	fputs("usage: zvm run [OPTIONS] PROGRAM [ARGUMENTS]\n"
	      "Runs a program of zvm-clang in the sandbox: it sees what is given here, no more.\n"
	      "@FILE as an argument gives a file, @NAME=VALUE a variable; @@TEXT is @TEXT.\n", stdout);
	args_help(stdout, rows);
	fputs("The exit status is the program's; faults give 128 + signal, time limits 124.\n"
	      "More: man zvm-run\n", stdout);
}

static const char *parse_time(struct args *a)
{
	if (!strcmp(a->value, "now"))
		return xprintf("%lld", (long long)time(NULL));
	if (!isdigit((unsigned char)a->value[0]))
		fatal("--time '%s': expected seconds since 1970, or now", a->value);
	return xprintf("%llu", (unsigned long long)args_number(a, "--time", 0, INT64_MAX));
}

static const char *parse_env(const char *text)
{
	const char *equals = strchr(text, '=');

	if (!equals || equals == text)
		fatal("--env %s: expected NAME=VALUE", text);
	return text;
}

static const char *parse_digest(const char *text)
{
	static const char *const names[] = {"sha256", "sha1", "md5"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strcmp(text, names[i]))
			return names[i];
	fatal("--digest %s: expected sha256, sha1 or md5", text);
}

/* HOST:GUEST[:ACCESS]; an image needs only HOST. A host path may hold ':' itself. */
static struct mount_option parse_mount(const char *option, const char *text, bool image)
{
	static const char *const names[] = {[ACCESS_RO] = "ro", [ACCESS_RW] = "rw", [ACCESS_WO] = "wo"};
	struct mount_option m = {.guest = "/", .image = image};
	char *copy = xstrdup(text);
	char *colon = strrchr(copy, ':');

	for (int i = 0; colon && colon[1] != '/' && i < 3; i++) {
		if (strcmp(colon + 1, names[i]))
			continue;
		m.access = (enum access)i;
		*colon = '\0';
		colon = strrchr(copy, ':');
		break;
	}
	if (colon && colon[1] == '/') {
		m.guest = colon + 1;
		*colon = '\0';
	} else if (!image || colon) {
		fatal("--%s %s: expected %s, the guest's path beginning with '/'", option, text,
		      image ? "TAR[:GUEST[:ro|rw|wo]]" : "HOST:GUEST[:ro|rw]");
	}
	m.host = copy;
	if (!*m.host)
		fatal("--%s %s: the host's path is empty", option, text);
	if (!image && m.access == ACCESS_WO)
		fatal("--%s %s: a folder is ro or rw", option, text);
	if (!strcmp(m.guest, "/dev") || !strncmp(m.guest, "/dev/", 5))
		fatal("--%s %s: /dev holds the channels; choose another place", option, text);
	return m;
}

static void add_mount(struct options *o, struct mount_option m)
{
	o->mounts = array_add(o->mounts, &o->mount_count, sizeof *o->mounts);
	o->mounts[o->mount_count - 1] = m;
}

void options_init(struct options *o)
{
	*o = (struct options){.memory = MEMORY_MAX, .timeout = SECONDS_MAX};
}

static void take(struct options *o, struct args *a, int option)
{
	switch (option) {
	case ENV: list_add(&o->env, parse_env(a->value)); break;
	case VOLUME: add_mount(o, parse_mount("volume", a->value, false)); break;
	case IMAGE: add_mount(o, parse_mount("image", a->value, true)); break;
	case MEM:
		o->memory = args_size(a, "--mem", 1, MEMORY_MAX);
		o->memory_given = true;
		break;
	case STACK: o->stack = args_size(a, "--stack", STACK_MIN, STACK_MAX) & ~UINT64_C(0xFFF); break;
	case TIMEOUT: o->timeout = (uint32_t)args_number(a, "--timeout", 1, SECONDS_MAX); break;
	case CPU: o->cpu = (uint32_t)args_number(a, "--cpu", 1, SECONDS_MAX); break;
	case TIME: o->time = parse_time(a); break;
	case STEP: o->step = args_number(a, "--clock-step", 1, STEP_MAX); break;
	case SEED: o->seed = a->value; break;
	case JAIL: o->jail = true; break;
	case DIGEST: o->digest = parse_digest(a->value); break;
	case REPORT: o->report = a->value; break;
	case SAVE: o->save = a->value; break;
	case DEBUG: o->debug = true; break;
	case VERIFY: o->verify = true; break;
	default: help(); finish(0);
	}
}

/* What concerns one session; the others concern the command line. */
static bool of_session(int option)
{
	return option != SAVE && option != DEBUG && option != VERIFY && option != HELP;
}

bool options_set(struct options *o, const char *name, const char *value)
{
	struct args a = {.command = "zvm pipeline", .options = rows, .value = value};

	for (int i = 0; rows[i].name; i++) {
		if (strcmp(rows[i].name, name) || !of_session(i))
			continue;
		if (!rows[i].value && strcmp(value, "yes"))
			fatal("%s = %s: expected yes, or no such line", name, value);
		take(o, &a, i);
		return true;
	}
	return false;
}

const char *const *options_names(const char *const *more)
{
	static struct list names;

	for (; *more; more++)
		list_add(&names, *more);
	for (int i = 0; rows[i].name; i++)
		if (of_session(i))
			list_add(&names, rows[i].name);
	list_add(&names, NULL);
	return names.items;
}

void options_parse(struct options *o, int argc, char **argv)
{
	struct args a = {.command = "zvm run", .options = rows, .rest = argv + 1};
	int option;

	(void)argc; /* argv ends with NULL */
	options_init(o);
	while ((option = args_next(&a)) >= 0)
		take(o, &a, option);
	if (!*a.rest)
		fatal("run: no program is named; `zvm run --help` tells how");
	if (o->debug && o->verify)
		fatal("run: --debug and --verify-deterministic exclude each other");
	o->program = *a.rest++;
	while (*a.rest)
		list_add(&o->args, *a.rest++);
}
