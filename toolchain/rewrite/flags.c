/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Do the arithmetic flags live here?  Compilers may keep them across an
 * instruction that leaves them alone; what the rewriter makes of it may not.
 */
#include "flags.h"

enum { STEPS_MAX = 1000 }; /* far beyond what lies between a comparison and its use */

enum use { NEITHER, READS, REPLACES };

static bool begins_any(struct str m, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (str_begins(m, *prefixes))
			return true;
	return false;
}

static enum use use_of(struct str m)
{
	static const char *const reading[] = {"set", "cmov", "adc", "sbb", "rcl", "rcr", "adox", "fcmov", "cmc", "loope", "loopn",
		"loopz", NULL};
	static const char *const leaving[] = {"sarx", "shlx", "shrx", "cmps", "andp", "andnp", "addp", "adds", "subp", "subs", "orp",
		"xorp", "mulx", "mulp", "muls", "divp", "divs", "incssp", NULL};
	static const char *const replacing[] = {"cmp", "test", "add", "sub", "and", "or", "xor", "neg", "inc", "dec", "shl", "shr", "sar",
		"sal", "rol", "ror", "imul", "mul", "div", "idiv", "bt", "bs", "popcnt", "lzcnt", "tzcnt", "ucomis", "comis", "vucomis",
		"vcomis", "ptest", "vptest", "vtest", "pcmpestr", "pcmpistr", "vpcmpestr", "vpcmpistr", "xadd", "cmpxchg", "bls", "bextr",
		"bzhi", "andn", "call", "ret", "ud", "hlt", "rdrand", "rdseed", "clc", "stc", "fcomi", "fucomi", NULL};

	if (*m.p == 'j' && !str_begins(m, "jmp") && !str_begins(m, "jrcxz") && !str_begins(m, "jecxz"))
		return READS;
	if (begins_any(m, reading))
		return READS;
	if (str_begins(m, "cmpsd") || begins_any(m, leaving))
		return NEITHER;
	return begins_any(m, replacing) ? REPLACES : NEITHER;
}

bool flags_live(const struct rewriter *r)
{
	size_t n = r->at + 1;

	for (int steps = 0; steps < STEPS_MAX && n < r->all.count; steps++, n++) {
		const struct statement *st = &r->all.items[n];
		const struct symbol *target;
		struct insn i;
		enum use use;

		if (st->kind != ST_INSN || !st->code)
			continue;
		insn_parse(st->text, &i);
		if (!i.mnemonic.n)
			continue;
		use = use_of(i.mnemonic);
		if (use != NEITHER)
			return use == READS;
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
