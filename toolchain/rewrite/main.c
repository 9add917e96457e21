/* SPDX-License-Identifier: Apache-2.0 */
/* zvm-rewrite: assembly text in, assembly text that the validator accepts out. */
#include "dump.h"
#include "memory.h"
#include "rewrite.h"
#include "statement.h"

#include <stdio.h>
#include <stdlib.h>

struct options {
	const char *input, *output, *dump, *source;
};

static const char usage[] =
	"usage: zvm-rewrite [-o OUT] [-d PASS] [--source NAME] IN.s\n"
	"\n"
	"  -o OUT         write there instead of standard output\n"
	"  -d PASS        print what PASS leaves instead: statements, symbols or liveness\n"
	"  --source NAME  name of the input in messages\n"
	"\n"
	"IN.s may be `-` for standard input.\n";

static bool parse(int argc, char **argv, struct options *o)
{
	*o = (struct options){0};
	for (int n = 1; n < argc; n++) {
		const char **value = !strcmp(argv[n], "-o")         ? &o->output
		                     : !strcmp(argv[n], "-d")       ? &o->dump
		                     : !strcmp(argv[n], "--source") ? &o->source
		                                                    : NULL;

		if (value) {
			if (++n == argc)
				return false;
			*value = argv[n];
		} else if ((argv[n][0] == '-' && argv[n][1]) || o->input) {
			return false;
		} else {
			o->input = argv[n];
		}
	}
	return o->input != NULL;
}

static bool read_all(FILE *f, struct out *text)
{
	static char block[65536];
	size_t n;

	while ((n = fread(block, 1, sizeof block, f)) > 0)
		out_text(text, block, n);
	return !ferror(f);
}

static bool read_input(const char *name, struct out *text)
{
	FILE *f = strcmp(name, "-") ? fopen(name, "rb") : stdin;
	bool ok = f && read_all(f, text);

	if (!ok)
		fprintf(stderr, "zvm-rewrite: can not read %s\n", name);
	if (f && f != stdin)
		fclose(f);
	return ok;
}

static bool write_output(const char *name, const struct out *text)
{
	FILE *f = name ? fopen(name, "wb") : stdout;
	bool ok = f && fwrite(text->p, 1, text->n, f) == text->n && !fflush(f);

	if (f && f != stdout)
		ok &= !fclose(f);
	if (!ok)
		fprintf(stderr, "zvm-rewrite: can not write %s\n", name ? name : "standard output");
	return ok;
}

int main(int argc, char **argv)
{
	static struct rewriter r;
	struct options o;
	struct out text = {0};

	if (argc == 2 && !strcmp(argv[1], "--help")) {
		fputs(usage, stdout);
		return 0;
	}
	if (!parse(argc, argv, &o)) {
		fputs(usage, stderr);
		return 2;
	}
	if (!read_input(o.input, &text))
		return 2;
	r.name = o.source ? o.source : !strcmp(o.input, "-") ? "<stdin>" : o.input;
	mnemonics_init();
	statements_read((struct str){text.p, text.n}, &r.all);
	symbols_collect(&r.all, &r.symbols);
	liveness_init(&r.live, &r.all, &r.symbols);
	if (o.dump && !dump_step(&r, o.dump, &r.out)) {
		fprintf(stderr, "zvm-rewrite: there is no pass %s\n", o.dump);
		return 2;
	}
	if (!o.dump)
		rewrite_all(&r);
	if (r.errors)
		return 1;
	return write_output(o.output, &r.out) ? 0 : 2;
}
