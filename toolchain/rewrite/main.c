/* SPDX-License-Identifier: Apache-2.0 */
/* zvm-rewrite: assembly text in, assembly text that the validator accepts out. */
#include "decode.h"
#include "dump.h"
#include "intel.h"
#include "memory.h"
#include "normalise.h"
#include "quote.h"
#include "rewrite.h"
#include "source.h"
#include "statement.h"

#include <stdio.h>
#include <stdlib.h>

struct options {
	const char *input, *output, *dump, *source, *unit;
	struct normaliser assembler;
	bool compiled, traps;
};

static const char usage[] =
	"usage: zvm-rewrite [options] IN.s\n"
	"\n"
	"  -o OUT              write there instead of standard output\n"
	"  -d PASS             print what PASS leaves instead: statements, symbols, liveness\n"
	"  --source NAME       name of the input in messages\n"
	"  -g                  record the lines of hand-written assembly for debuggers\n"
	"  --unit NAME         name of the input in debug information\n"
	"  -I DIR              where .include and .incbin look\n"
	"  --defsym NAME=VALUE define a symbol\n"
	"  --compiled          IN.s is a compiler's\n"
	"  --trap-unavailable  what needs a CPU feature that the sandbox does not have, traps\n"
	"\n"
	"IN.s may be `-` for standard input.\n";

static void pass_on(struct normaliser *n, const char *argument, const char *value)
{
	n->arguments = grow(n->arguments, n->count + 2, sizeof *n->arguments);
	n->arguments[n->count++] = argument;
	if (value)
		n->arguments[n->count++] = value;
}

static bool parse(int argc, char **argv, struct options *o)
{
	*o = (struct options){0};
	for (int n = 1; n < argc; n++) {
		const char *a = argv[n];
		const char **value = !strcmp(a, "-o")         ? &o->output
		                     : !strcmp(a, "-d")       ? &o->dump
		                     : !strcmp(a, "--source") ? &o->source
		                     : !strcmp(a, "--unit")   ? &o->unit
		                                              : NULL;

		if ((value || !strcmp(a, "-I") || !strcmp(a, "--defsym")) && n + 1 == argc)
			return false;
		if (value)
			*value = argv[++n];
		else if (!strcmp(a, "-I") || !strcmp(a, "--defsym"))
			pass_on(&o->assembler, a, argv[++n]);
		else if (!strncmp(a, "-I", 2) || !strncmp(a, "--defsym=", 9))
			pass_on(&o->assembler, a, NULL);
		else if (!strcmp(a, "--compiled"))
			o->compiled = true;
		else if (!strcmp(a, "--trap-unavailable"))
			o->traps = true;
		else if (!strcmp(a, "-g"))
			o->assembler.lines = true;
		else if ((a[0] == '-' && a[1]) || o->input)
			return false;
		else
			o->input = a;
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
	r.compiled = o.compiled;
	r.traps = o.traps;
	mnemonics_init();
	if (o.compiled)
		quote_names(&text);
	intel_dialect(&text);
	statements_read((struct str){text.p, text.n}, &r.all);
	o.assembler.name = r.name;
	if (o.assembler.lines || o.assembler.count || needs_normalising(&r.all)) {
		if (!normalise(&o.assembler, &r.all, &text))
			return 1;
		statements_read((struct str){text.p, text.n}, &r.all);
		r.drop_lines = o.assembler.made_lines && !o.assembler.lines;
	}
	decode_bytes(&r.all);
	symbols_collect(&r.all, &r.symbols);
	liveness_init(&r.live, &r.all, &r.symbols);
	r.live.hand_written = !o.compiled;
	if (o.dump && !dump_step(&r, o.dump, &r.out)) {
		fprintf(stderr, "zvm-rewrite: there is no pass %s\n", o.dump);
		return 2;
	}
	if (!o.dump)
		rewrite_all(&r);
	if (!o.dump && o.assembler.made_lines && o.assembler.lines)
		write_line_unit(&r, o.unit ? o.unit : r.name);
	if (r.errors)
		return 1;
	return write_output(o.output, &r.out) ? 0 : 2;
}
