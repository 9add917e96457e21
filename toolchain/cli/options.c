#include "options.h"

#include "common.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MEMORY_MAX (UINT64_C(1) << 32) /* the sandbox is 4 GiB */
#define TIMEOUT_MAX INT32_MAX          /* as in a manifest: 68 years */

static const char help_text[] =
	"usage: zvm run [OPTIONS] PROGRAM [ARGUMENTS]\n"
	"\n"
	"Runs a program that zvm-clang made. It sees its arguments, standard input,\n"
	"output and error, and the files that it is given; nothing else of this machine.\n"
	"\n"
	"An argument @FILE gives the program that file: it is replaced by a path under\n"
	"/dev. The file can be written if you may write it, and is made if it is missing.\n"
	"@@TEXT passes @TEXT as it is.\n"
	"\n"
	"  -e, --env NAME=VALUE  set an environment variable (none is inherited)\n"
	"  -m, --mem SIZE        memory: bytes, or with K, M or G (default 4G)\n"
	"  -t, --timeout SECONDS end the program after this time (default: none)\n"
	"      --time SECONDS    start the program's clock here, seconds since 1970;\n"
	"                        'now' takes this machine's time (default 0)\n"
	"      --seed TEXT       seed of the program's random numbers\n"
	"      --report FILE     write the session's report to FILE as JSON\n"
	"      --save DIR        keep the manifest and nvram of the session in DIR\n"
	"  -h, --help            this text\n"
	"\n"
	"The exit status is the program's; docs/manifest-and-channels.md lists those\n"
	"that tell of faults, time limits and programs that were refused.\n";

void list_add(struct list *list, const char *item)
{
	list->items = xrealloc(list->items, list->count + 1, sizeof *list->items);
	list->items[list->count++] = item;
}

static uint64_t parse_number(const char *option, const char *text, uint64_t min, uint64_t max,
                             const char *units)
{
	char *end;
	unsigned long long value;
	const char *unit;

	errno = 0;
	value = strtoull(text, &end, 0);
	if (errno || end == text || text[0] == '-')
		fatal("%s %s: not a number", option, text);
	if (*end && (unit = strchr(units, *end)) && !end[1]) {
		unsigned shift = 10 * (unsigned)(unit - units + 1);

		if (value > max >> shift)
			value = max + 1;
		else
			value <<= shift;
		end++;
	}
	if (*end)
		fatal("%s %s: '%s' is not understood", option, text, end);
	if (value < min || value > max)
		fatal("%s %s: must be between %llu and %llu", option, text,
		      (unsigned long long)min, (unsigned long long)max);
	return value;
}

static const char *parse_time(const char *text)
{
	if (!strcmp(text, "now"))
		return xprintf("%lld", (long long)time(NULL));
	parse_number("--time", text, 0, INT64_MAX, "");
	return text;
}

static const char *parse_env(const char *text)
{
	const char *equals = strchr(text, '=');

	if (!equals || equals == text)
		fatal("--env %s: expected NAME=VALUE", text);
	return text;
}

void options_parse(struct options *o, int argc, char **argv)
{
	enum { TIME = 256, SEED, REPORT, SAVE };
	static const struct option names[] = {
		{"env", required_argument, NULL, 'e'},
		{"mem", required_argument, NULL, 'm'},
		{"timeout", required_argument, NULL, 't'},
		{"time", required_argument, NULL, TIME},
		{"seed", required_argument, NULL, SEED},
		{"report", required_argument, NULL, REPORT},
		{"save", required_argument, NULL, SAVE},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	int c;

	*o = (struct options){.memory = MEMORY_MAX, .timeout = TIMEOUT_MAX};
	argv[0] = xstrdup("zvm run"); /* getopt's messages begin with it */
	/* '+': options behind the program are the program's. */
	while ((c = getopt_long(argc, argv, "+e:m:t:h", names, NULL)) != -1) {
		switch (c) {
		case 'e': list_add(&o->env, parse_env(optarg)); break;
		case 'm': o->memory = parse_number("--mem", optarg, 1, MEMORY_MAX, "KMG"); break;
		case 't': o->timeout = (uint32_t)parse_number("--timeout", optarg, 1, TIMEOUT_MAX, ""); break;
		case TIME: o->time = parse_time(optarg); break;
		case SEED: o->seed = optarg; break;
		case REPORT: o->report = optarg; break;
		case SAVE: o->save = optarg; break;
		case 'h': fputs(help_text, stdout); exit(0);
		default: fputs("`zvm run --help` lists the options\n", stderr); exit(EXIT_USAGE);
		}
	}
	if (optind == argc)
		fatal("no program is named; `zvm run --help` tells how");
	o->program = argv[optind++];
	while (optind < argc)
		list_add(&o->args, argv[optind++]);
}
