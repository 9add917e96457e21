/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Do the arithmetic flags live here?  Compilers may keep them across an
 * instruction that leaves them alone; what the rewriter makes of it may not.
 */
#include "flags.h"

enum { STEPS_MAX = 1000 }; /* far beyond what lies between a comparison and its use */

enum { C = 1, O = 2, S = 4, Z = 8, P = 16, ALL = C | O | S | Z | P };

struct use {
	uint8_t reads, replaces;
};

/* By the beginning of the mnemonic; the first that fits counts. */
static const struct {
	const char *prefix;
	struct use use;
} uses[] = {
	/* names that begin like others */
	{"sarx", {0, 0}}, {"shlx", {0, 0}}, {"shrx", {0, 0}}, {"cmpsd", {0, 0}}, {"cmpss", {0, 0}}, {"cmpp", {0, 0}},
	{"andp", {0, 0}}, {"andnp", {0, 0}}, {"addp", {0, 0}}, {"adds", {0, 0}}, {"subp", {0, 0}}, {"subs", {0, 0}},
	{"orp", {0, 0}}, {"xorp", {0, 0}}, {"mulx", {0, 0}}, {"mulp", {0, 0}}, {"muls", {0, 0}}, {"divp", {0, 0}},
	{"divs", {0, 0}}, {"incssp", {0, 0}}, {"rorx", {0, 0}}, {"bswap", {0, 0}},
	/* what depends on the old flags */
	{"adcx", {C, C}}, {"adox", {O, O}}, {"adc", {C, ALL}}, {"sbb", {C, ALL}}, {"rcl", {C, C | O}}, {"rcr", {C, C | O}},
	{"cmc", {C, 0}}, {"pushf", {ALL, 0}}, {"lahf", {ALL & ~O, 0}}, {"popf", {0, ALL}}, {"sahf", {0, ALL & ~O}}, {"loope", {Z, 0}}, {"loopz", {Z, 0}}, {"loopn", {Z, 0}},
	/* some flags */
	{"inc", {0, ALL & ~C}}, {"dec", {0, ALL & ~C}}, {"rol", {0, C | O}}, {"ror", {0, C | O}}, {"bts", {0, C}},
	{"btr", {0, C}}, {"btc", {0, C}}, {"bt", {0, C}}, {"clc", {0, C}}, {"stc", {0, C}}, {"bs", {0, Z}},
	/* all */
	{"cmp", {0, ALL}}, {"test", {0, ALL}}, {"add", {0, ALL}}, {"sub", {0, ALL}}, {"and", {0, ALL}}, {"or", {0, ALL}},
	{"xor", {0, ALL}}, {"neg", {0, ALL}}, {"shl", {0, ALL}}, {"shr", {0, ALL}}, {"sar", {0, ALL}}, {"sal", {0, ALL}},
	{"imul", {0, ALL}}, {"mul", {0, ALL}}, {"div", {0, ALL}}, {"idiv", {0, ALL}}, {"popcnt", {0, ALL}}, {"lzcnt", {0, ALL}},
	{"tzcnt", {0, ALL}}, {"ucomis", {0, ALL}}, {"comis", {0, ALL}}, {"vucomis", {0, ALL}}, {"vcomis", {0, ALL}},
	{"ptest", {0, ALL}}, {"vptest", {0, ALL}}, {"vtest", {0, ALL}}, {"pcmpestr", {0, ALL}}, {"pcmpistr", {0, ALL}},
	{"vpcmpestr", {0, ALL}}, {"vpcmpistr", {0, ALL}}, {"xadd", {0, ALL}}, {"bls", {0, ALL}}, {"bextr", {0, ALL}},
	{"bzhi", {0, ALL}}, {"scas", {0, ALL}}, {"fcomi", {0, ALL}}, {"fcompi", {0, ALL}}, {"fucomi", {0, ALL}},
	{"fucompi", {0, ALL}}, {"rdrand", {0, ALL}}, {"rdseed", {0, ALL}},
	/* the calling convention carries none; nothing goes on behind the others */
	{"call", {0, ALL}}, {"ret", {0, ALL}}, {"ud", {0, ALL}}, {"hlt", {0, ALL}},
};

/* Behind these stands a condition. */
static const char *const conditional[] = {"fcmov", "cmov", "set", "j"};

/* What a condition reads; the suffix of a size may follow it. */
static uint8_t reads_of(struct str condition)
{
	static const struct {
		const char *name;
		uint8_t reads;
	} conditions[] = {
		/* The longest names first, for the suffixes. */
		{"nbe", C | Z}, {"nae", C}, {"nle", Z | S | O}, {"nge", S | O}, {"npe", P}, {"be", C | Z}, {"na", C | Z}, {"ae", C},
		{"nb", C}, {"nc", C}, {"ne", Z}, {"nz", Z}, {"ns", S}, {"np", P}, {"pe", P}, {"po", P}, {"nu", P}, {"no", O}, {"ge", S | O},
		{"nl", S | O}, {"le", Z | S | O}, {"ng", Z | S | O}, {"a", C | Z}, {"b", C}, {"c", C}, {"e", Z}, {"z", Z}, {"s", S},
		{"p", P}, {"u", P}, {"o", O}, {"l", S | O}, {"g", Z | S | O},
	};

	for (size_t k = 0; k < sizeof conditions / sizeof *conditions; k++)
		if (str_begins(condition, conditions[k].name))
			return conditions[k].reads;
	return ALL;
}

/* A shift by a count that may be 0 may leave all as it was. */
static bool may_do_nothing(const struct insn *i)
{
	return (*i->mnemonic.p == 's' || *i->mnemonic.p == 'r') && i->ops >= 2 && str_is(i->op[0].text, "%cl");
}

static struct use use_of(const struct insn *i)
{
	struct str m = i->mnemonic;

	if (str_begins(m, "jmp") || str_begins(m, "jrcxz") || str_begins(m, "jecxz"))
		return (struct use){0, 0};
	for (size_t k = 0; k < sizeof conditional / sizeof *conditional; k++)
		if (str_begins(m, conditional[k]))
			return (struct use){reads_of(str_from(m, strlen(conditional[k]))), 0};
	for (size_t k = 0; k < sizeof uses / sizeof *uses; k++)
		if (str_begins(m, uses[k].prefix))
			return may_do_nothing(i) ? (struct use){uses[k].use.reads, 0} : uses[k].use;
	return (struct use){0, 0};
}

static bool live(const struct rewriter *r, bool over_labels)
{
	uint8_t unknown = ALL; /* not replaced so far */
	size_t n = r->at + 1;

	for (int steps = 0; steps < STEPS_MAX && n < r->all.count; steps++, n++) {
		const struct statement *st = &r->all.items[n];
		const struct symbol *target;
		struct insn i;
		struct use use;

		if (st->kind == ST_LABEL && st->code && !over_labels)
			return false;
		if (st->kind != ST_INSN || !st->code)
			continue;
		insn_parse(st->text, &i);
		if (!i.mnemonic.n)
			continue;
		/* Saving whatever there is, is no use of it. */
		if (!over_labels && (str_begins(i.mnemonic, "pushf") || str_begins(i.mnemonic, "lahf")))
			return false;
		use = use_of(&i);
		if (use.reads & unknown)
			return true;
		unknown &= (uint8_t)~use.replaces;
		if (!unknown)
			return false;
		if (!str_begins(i.mnemonic, "jmp"))
			continue;
		if (i.ops != 1 || i.op[0].indirect)
			return false;
		target = symbol_find(&r->symbols, i.op[0].text);
		if (!target || target->statement == NO_STATEMENT)
			return false;
		n = target->statement;
	}
	return false;
}

bool flags_live(const struct rewriter *r)
{
	return live(r, true);
}

bool flags_read_next(const struct rewriter *r)
{
	return live(r, false);
}
