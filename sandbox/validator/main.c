/* SPDX-License-Identifier: Apache-2.0 */
/* zvm-validate: tells whether a program may run in the sandbox, and if not, why. */
#include "main.h"

#include <zvm/layout.h>

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: zvm-validate [options] FILE\n"
	"       zvm-validate --explain RULE\n"
	"Tells whether FILE, a program linked by zvm-cc, may run in the sandbox.\n"
	"\n"
	"  --raw           FILE is nothing but code bytes, in whole 32-byte bundles\n"
	"  --vaddr N       where raw code will run (default 0x20000)\n"
	"  --limit N       tell at most N violations (default 50)\n"
	"  --json          print the verdict as JSON, also if it is accepted\n"
	"  --no-tools      do not ask LLVM's tools for source lines and instructions\n"
	"  --explain RULE  print what a rule says: R01 to R12, or all\n"
	"  -q, --quiet     print nothing about FILE\n"
	"      --help      print this\n"
	"      --version   print the version\n"
	"\n"
	"Exit status: 0 accepted, 1 rejected, 2 usage or input error.\n";

enum { DEFAULT_LIMIT = 50, MOST_LIMIT = 1000000 };

struct options {
	bool raw, quiet, json, no_tools;
	uint64_t vaddr, limit;
	const char *path;
};

int trouble(const char *path, const char *what)
{
	fprintf(stderr, "zvm-validate: %s: %s\n", path, what);
	return TROUBLE;
}

static int usage_error(const char *what, const char *which)
{
	fprintf(stderr, "zvm-validate: %s%s\nTry `zvm-validate --help`.\n", what, which);
	return TROUBLE;
}

static bool parse_number(const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 0);
	return *text >= '0' && *text <= '9' && !*end && !errno;
}

static int explain(const char *rule)
{
	return explain_rule(rule) ? ACCEPTED : usage_error("there is no rule ", rule);
}

/* Returns -1 to go on, or an exit status. */
static int parse_options(struct options *o, int argc, char **argv)
{
	enum { RAW = 256, VADDR, LIMIT, JSON, NO_TOOLS, EXPLAIN, HELP, VERSION };
	static const struct option longs[] = {
		{"raw", no_argument, NULL, RAW},           {"vaddr", required_argument, NULL, VADDR},
		{"limit", required_argument, NULL, LIMIT}, {"json", no_argument, NULL, JSON},
		{"no-tools", no_argument, NULL, NO_TOOLS}, {"explain", required_argument, NULL, EXPLAIN},
		{"quiet", no_argument, NULL, 'q'},         {"help", no_argument, NULL, HELP},
		{"version", no_argument, NULL, VERSION},   {NULL, 0, NULL, 0},
	};
	bool has_vaddr = false;
	int c;

	while ((c = getopt_long(argc, argv, "q", longs, NULL)) != -1) {
		switch (c) {
		case RAW: o->raw = true; break;
		case JSON: o->json = true; break;
		case NO_TOOLS: o->no_tools = true; break;
		case 'q': o->quiet = true; break;
		case EXPLAIN: return explain(optarg);
		case VADDR:
			has_vaddr = true;
			if (!parse_number(optarg, &o->vaddr))
				return usage_error("--vaddr needs a number, not ", optarg);
			break;
		case LIMIT:
			if (!parse_number(optarg, &o->limit) || o->limit == 0 || o->limit > MOST_LIMIT)
				return usage_error("--limit needs a number from 1 to 1000000, not ", optarg);
			break;
		case HELP:
			fputs(usage, stdout);
			return ACCEPTED;
		case VERSION:
			puts("zvm-validate " ZVM_VERSION);
			return ACCEPTED;
		default:
			fputs("Try `zvm-validate --help`.\n", stderr);
			return TROUBLE;
		}
	}
	if (optind + 1 != argc)
		return usage_error(optind == argc ? "no file given" : "more than one file given", "");
	if (has_vaddr && !o->raw)
		return usage_error("--vaddr goes with --raw only", "");
	o->path = argv[optind];
	return -1;
}

/* A zv_sink: keeps the first violations. */
static bool keep(void *context, const struct zv_violation *violation)
{
	struct findings *f = context;

	if (f->count < f->room)
		f->list[f->count++] = (struct finding){.violation = *violation};
	return true; /* the rest is counted */
}

static int judge(const struct subject *s, const struct options *o)
{
	struct findings findings = {.room = o->limit};
	void *scratch = malloc(zv_scratch_size(s->unit.size));
	int status;

	findings.list = calloc(o->limit, sizeof *findings.list);
	if (!scratch || !findings.list) {
		status = trouble(s->path, "not enough memory");
	} else {
		status = zv_validate(&s->unit, s->entry, scratch, keep, &findings, &findings.result) ? ACCEPTED : REJECTED;
		if (!o->no_tools && !o->quiet && findings.count)
			find_sources(s, &findings);
		if (!o->quiet)
			(o->json ? print_json : print_text)(s, &findings);
	}
	free(findings.list);
	free(scratch);
	return status;
}

int main(int argc, char **argv)
{
	struct options options = {.vaddr = ZVM_TEXT, .limit = DEFAULT_LIMIT};
	struct subject subject = {0};
	int status = parse_options(&options, argc, argv);

	if (status < 0) {
		subject.raw = options.raw;
		status = subject_read(&subject, options.path);
		if (status == ACCEPTED && options.raw)
			subject.unit = (struct zv_unit){subject.file, subject.file_size, options.vaddr};
		else if (status == ACCEPTED)
			status = subject_find_text(&subject);
		if (status == ACCEPTED)
			status = judge(&subject, &options);
		subject_free(&subject);
	}
	if (fflush(stdout) || ferror(stdout))
		status = trouble("standard output", strerror(errno));
	return status;
}
