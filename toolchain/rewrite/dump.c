/* SPDX-License-Identifier: Apache-2.0 */
/* What a step leaves, for people: `-d STEP`. */
#include "dump.h"

static void dump_statements(const struct rewriter *r, struct out *o)
{
	static const char *const kinds[] = {"label", "directive", "insn", "mark", "nothing"};

	for (size_t n = 0; n < r->all.count; n++) {
		const struct statement *st = &r->all.items[n];

		out_format(o, "%u %s%s%s%s: %S\n", (unsigned)st->line, kinds[st->kind], st->code ? " code" : st->loaded ? " data" : "",
		           st->target ? " target" : "", st->tailcall ? " tailcall" : "", st->text);
	}
}

static void dump_symbols(const struct rewriter *r, struct out *o)
{
	for (size_t n = 0; n < r->symbols.count; n++) {
		const struct symbol *s = &r->symbols.items[n];

		out_format(o, "%S:%s%s%s%s%s", s->name, s->global ? " global" : "", s->weak ? " weak" : "", s->function ? " function" : "",
		           s->address_taken ? " address-taken" : "", s->statement == NO_STATEMENT ? " undefined" : "");
		if (s->table_entry)
			out_format(o, " table of %S", r->symbols.items[s->table_entry - 1].name);
		out_format(o, "\n");
	}
}

static void dump_registers(struct out *o, regset set)
{
	for (int n = 0; n < GPRS; n++)
		if (set & 1u << n)
			out_format(o, " %s", reg_name(n, 64));
}

/* Every instruction with the registers that live behind it. */
static void dump_liveness(struct rewriter *r, struct out *o)
{
	for (size_t n = 0; n < r->all.count; n++) {
		const struct statement *st = &r->all.items[n];

		if (!st->code || (st->kind != ST_INSN && st->kind != ST_LABEL))
			continue;
		out_format(o, st->kind == ST_LABEL ? "%S:" : "\t%S", st->text);
		out_format(o, "\t#");
		dump_registers(o, liveness_out(&r->live, n));
		out_format(o, "\n");
	}
}

bool dump_step(struct rewriter *r, const char *step, struct out *o)
{
	if (!strcmp(step, "statements"))
		dump_statements(r, o);
	else if (!strcmp(step, "symbols"))
		dump_symbols(r, o);
	else if (!strcmp(step, "liveness"))
		dump_liveness(r, o);
	else
		return false;
	return true;
}
