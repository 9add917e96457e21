#include "liveness.h"

#include "memory.h"

#include <stdlib.h>

#define R(n) ((regset)(1u << (n)))

enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15 };

#define ARGUMENTS (R(RDI) | R(RSI) | R(RDX) | R(RCX) | R(R8) | R(R9) | R(RAX) | R(R10))
#define CALLER_SAVED (ARGUMENTS | R(R11))
#define CALLEE_SAVED (R(RBX) | R(RBP) | R(RSP) | R(R12) | R(R13) | R(R14) | R(R15))

/* What another function may expect when control leaves this one by a jump. */
#define AT_TAILCALL ((regset)(ARGUMENTS | CALLEE_SAVED))
#define AT_RETURN ((regset)(R(RAX) | R(RDX) | CALLEE_SAVED))

/* ---- effects of one instruction --------------------------------------- */

/* Registers that an instruction uses without naming them. */
static const struct {
	const char *prefix; /* mnemonics beginning with it */
	uint8_t operands;   /* only with that many operands; 9: any number */
	regset reads, writes;
} implicit[] = {
	{"call", 9, ARGUMENTS | R(RSP), CALLER_SAVED},
	{"ret", 9, AT_RETURN, 0},
	{"push", 9, R(RSP), 0},
	{"pop", 9, R(RSP), 0},
	{"leave", 9, R(RBP), R(RBP)},
	{"mulx", 9, R(RDX), 0},
	{"mul", 1, R(RAX), R(RDX)},
	{"imul", 1, R(RAX), R(RDX)},
	{"div", 1, R(RAX) | R(RDX), 0},
	{"idiv", 1, R(RAX) | R(RDX), 0},
	{"cqto", 9, R(RAX), R(RDX)},
	{"cqo", 9, R(RAX), R(RDX)},
	{"cltd", 9, R(RAX), R(RDX)},
	{"cdq", 9, R(RAX), R(RDX)},
	{"cwtd", 9, R(RAX) | R(RDX), 0},
	{"cltq", 9, R(RAX), 0},
	{"cdqe", 9, R(RAX), 0},
	{"cwtl", 9, R(RAX), 0},
	{"cbtw", 9, R(RAX), 0},
	{"cmpxchg8b", 9, R(RAX) | R(RDX) | R(RBX) | R(RCX), 0},
	{"cmpxchg16b", 9, R(RAX) | R(RDX) | R(RBX) | R(RCX), 0},
	{"cmpxchg", 9, R(RAX), 0},
	{"loop", 9, R(RCX), 0},
	{"jrcxz", 9, R(RCX), 0},
	{"jecxz", 9, R(RCX), 0},
	{"movs", 0, R(RCX) | R(RSI) | R(RDI), 0},
	{"cmps", 0, R(RCX) | R(RSI) | R(RDI), 0},
	{"stos", 9, R(RCX) | R(RAX) | R(RDI), 0},
	{"lods", 9, R(RCX) | R(RAX) | R(RSI), 0},
	{"scas", 9, R(RCX) | R(RAX) | R(RDI), 0},
	{"rep", 9, REGS_ALL, 0},
	{"cpuid", 9, R(RAX) | R(RCX), R(RBX) | R(RDX)},
	{"rdtsc", 9, 0, R(RAX) | R(RDX)},
	{"xgetbv", 9, R(RCX), R(RAX) | R(RDX)},
	{"syscall", 9, ARGUMENTS, R(RCX) | R(R11)},
	{"pcmpestr", 9, R(RAX) | R(RDX), 0},
	{"vpcmpestr", 9, R(RAX) | R(RDX), 0},
	{"xlat", 9, R(RAX) | R(RBX), 0},
	{"maskmov", 9, R(RDI), 0},
	{"vmaskmovdq", 9, R(RDI), 0},
};

/* Mnemonics that replace their last operand without reading it. */
static const char *const replacing[] = {"mov", "lea", "pop", "tzcnt", "lzcnt", "popcnt", "cvt", "vcvt", "pextr", "vpextr",
	"rorx", "shlx", "shrx", "sarx", "andn", "bextr", "blsr", "blsi", "blsmsk", "pdep", "pext", "vmov", "movmsk", "pmovmsk",
	"vpmovmsk", "bzhi", "extractps"};

static bool replaces_last(const struct insn *i)
{
	if (i->ops == 3 && str_begins(i->mnemonic, "imul"))
		return true;
	for (size_t k = 0; k < sizeof replacing / sizeof *replacing; k++)
		if (str_begins(i->mnemonic, replacing[k]))
			return true;
	return false;
}

static regset mentioned(const struct operand *op)
{
	regset r = 0;

	if (op->kind == OP_REG && op->reg.number >= 0 && op->reg.number < GPRS)
		r |= R(op->reg.number);
	if (op->kind == OP_MEM) {
		if (op->base.number >= 0 && op->base.number < GPRS)
			r |= R(op->base.number);
		if (op->index.number >= 0 && op->index.number < GPRS)
			r |= R(op->index.number);
	}
	return r;
}

/* `xor %eax,%eax` and its like depend on nothing. */
static bool is_zeroing(const struct insn *i)
{
	return i->ops == 2 && i->op[0].kind == OP_REG && i->op[1].kind == OP_REG && i->op[0].reg.width >= 32 &&
	       i->op[0].reg.number == i->op[1].reg.number && (str_begins(i->mnemonic, "xor") || str_begins(i->mnemonic, "sub"));
}

struct effect insn_effect(const struct insn *i)
{
	struct effect e = {0, 0};
	const struct operand *last = i->ops ? &i->op[i->ops - 1] : NULL;

	if (i->error || i->repeat.n)
		return (struct effect){REGS_ALL, 0};
	if (is_zeroing(i))
		return (struct effect){0, R(last->reg.number)};
	for (int k = 0; k < i->ops; k++)
		e.reads |= mentioned(&i->op[k]);
	if (last && last->kind == OP_REG && last->reg.width >= 32 && last->reg.number >= 0 && last->reg.number < GPRS &&
	    replaces_last(i)) {
		e.reads = 0;
		for (int k = 0; k < i->ops - 1; k++)
			e.reads |= mentioned(&i->op[k]);
		e.writes |= R(last->reg.number);
	}
	for (size_t k = 0; k < sizeof implicit / sizeof *implicit; k++)
		if ((implicit[k].operands == 9 || implicit[k].operands == i->ops) && str_begins(i->mnemonic, implicit[k].prefix)) {
			e.reads |= implicit[k].reads;
			e.writes |= implicit[k].writes;
			break;
		}
	return e;
}

/* ---- the flow graph --------------------------------------------------- */

static bool begins_function(const struct liveness *l, size_t n)
{
	const struct statement *st = &l->all->items[n];
	const struct symbol *s;

	if (st->kind != ST_LABEL || !st->code)
		return false;
	s = symbol_find(l->symbols, st->text);
	return s && (s->function || s->global);
}

static bool in_function(const struct liveness *l, const struct symbol *s)
{
	return s && s->statement != NO_STATEMENT && s->statement >= l->first && s->statement < l->last;
}

static bool is_jump(struct str m)
{
	return str_is(m, "jmp") || str_is(m, "jmpq");
}

static regset at_label(const struct liveness *l, struct str expression)
{
	struct str name = symbol_in(expression);
	const struct symbol *s = symbol_find(l->symbols, name);

	if (name.n && *name.p >= '0' && *name.p <= '9')
		return REGS_ALL; /* numeric labels are not followed */
	return in_function(l, s) ? l->in[s->statement - l->first] : AT_TAILCALL;
}

/* Every place in the function where an indirect jump could arrive. */
static bool at_targets(const struct liveness *l, regset *live)
{
	bool found = false;

	for (size_t n = l->first; n < l->last; n++) {
		const struct statement *st = &l->all->items[n];
		const struct symbol *s;

		if (st->kind != ST_LABEL || !st->code || begins_function(l, n))
			continue;
		s = symbol_find(l->symbols, st->text);
		if (s && s->address_taken) {
			*live |= l->in[n - l->first];
			found = true;
		}
	}
	return found;
}

/*
 * A jump through a table of this function's labels stays in the function; one
 * through a table of functions, or so marked by the compiler, leaves it; of any
 * other both are assumed.
 */
static regset after_indirect(const struct liveness *l, const struct statement *st, const struct operand *op)
{
	const struct symbol *table = op->kind == OP_MEM && op->disp.n ? symbol_find(l->symbols, symbol_in(op->disp)) : NULL;
	regset live = 0;
	bool targets;

	if (st->tailcall)
		return AT_TAILCALL;
	targets = at_targets(l, &live);
	if (!targets)
		return AT_TAILCALL;
	if (table && table->table_entry && in_function(l, &l->symbols->items[table->table_entry - 1]))
		return live;
	return live | AT_TAILCALL;
}

static regset before(const struct liveness *l, size_t n, regset after)
{
	const struct statement *st = &l->all->items[n];
	struct insn i;
	struct effect e;

	if (st->kind != ST_INSN || !st->code)
		return after;
	insn_parse(st->text, &i);
	if (!i.error && i.ops == 1 && *i.mnemonic.p == 'j') {
		if (i.op[0].indirect)
			after = after_indirect(l, st, &i.op[0]);
		else if (is_jump(i.mnemonic))
			after = at_label(l, i.op[0].text);
		else
			after |= at_label(l, i.op[0].text);
	} else if (str_begins(i.mnemonic, "ret")) {
		after = AT_RETURN;
	} else if (str_begins(i.mnemonic, "loop")) {
		after |= at_label(l, i.op[0].text);
	} else if (str_is(i.mnemonic, "ud2") || str_is(i.mnemonic, "hlt")) {
		after = 0;
	}
	e = insn_effect(&i);
	return (regset)((after & ~e.writes) | e.reads);
}

static void analyse(struct liveness *l)
{
	bool changed = true;

	l->in = grow(l->in, l->last - l->first, sizeof *l->in);
	memset(l->in, 0, (l->last - l->first) * sizeof *l->in);
	while (changed) {
		regset live = AT_TAILCALL; /* running off the end: into the next function */

		changed = false;
		for (size_t n = l->last; n-- > l->first;) {
			live = before(l, n, live);
			if (live != l->in[n - l->first]) {
				l->in[n - l->first] = live;
				changed = true;
			}
		}
	}
}

static void enter_function(struct liveness *l, size_t n)
{
	if (n >= l->first && n < l->last)
		return;
	l->first = n;
	while (l->first > 0 && !begins_function(l, l->first))
		l->first--;
	l->last = n + 1;
	while (l->last < l->all->count && !begins_function(l, l->last))
		l->last++;
	analyse(l);
}

regset liveness_after_jump(struct liveness *l, size_t n)
{
	struct insn i;

	enter_function(l, n);
	insn_parse(l->all->items[n].text, &i);
	return after_indirect(l, &l->all->items[n], &i.op[0]);
}

void liveness_init(struct liveness *l, const struct statements *all, const struct symbols *symbols)
{
	*l = (struct liveness){.all = all, .symbols = symbols};
}

void liveness_free(struct liveness *l)
{
	free(l->in);
	l->in = NULL;
}
