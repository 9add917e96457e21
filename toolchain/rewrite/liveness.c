/* SPDX-License-Identifier: Apache-2.0 */
#include "liveness.h"

#include "memory.h"

#include <stdlib.h>

enum flow_kind { FLOW_NEXT, FLOW_BRANCH, FLOW_JUMP, FLOW_INDIRECT, FLOW_CALL, FLOW_RETURN, FLOW_STOP };

struct flow {
	regset reads, writes;
	uint8_t kind;
	bool leaves;       /* FLOW_INDIRECT: may go to another function */
	bool private;      /* FLOW_CALL: by no convention that we know */
	bool known_target; /* FLOW_BRANCH, FLOW_JUMP, FLOW_CALL: `target` is a statement */
	uint32_t target;   /* statement, or for FLOW_INDIRECT the number of the function whose labels it may reach */
	uint32_t function; /* symbol number of the function that it belongs to */
	regset elsewhere;  /* what lives at a target outside of the file */
};

/* ---- what other functions expect ---------------------------------------- */

/* r10 holds the frame of the outer function of a nested one: an extension of gcc. */
static regset arguments(const struct liveness *l)
{
	return l->all->marks_tailcalls ? REGS_ARGUMENTS & ~(1u << R10) : REGS_ARGUMENTS;
}

static regset at_tailcall(const struct liveness *l)
{
	return arguments(l) | REGS_CALLEE_SAVED;
}

/* ---- the flow graph ---------------------------------------------------- */

/* `f.cold` is a part of f that lies elsewhere. */
static struct str function_name(struct str name)
{
	for (size_t k = 1; k + 5 <= name.n; k++)
		if (!memcmp(name.p + k, ".cold", 5))
			return (struct str){name.p, k};
	return name;
}

static uint32_t function_at(const struct liveness *l, const struct statement *st, uint32_t before)
{
	const struct symbol *s, *whole;

	if (st->kind != ST_LABEL || !st->code)
		return before;
	s = symbol_find(l->symbols, st->text);
	if (!s || !(s->function || s->global))
		return before;
	whole = symbol_find(l->symbols, function_name(s->name));
	return (uint32_t)((whole ? whole : s) - l->symbols->items);
}

static bool is_numeric(struct str name)
{
	return name.n && *name.p >= '0' && *name.p <= '9';
}

/* The nearest definition of `1f` or `1b`; NO_STATEMENT if there is none. */
static uint32_t numeric_target(const struct liveness *l, size_t n, struct str name)
{
	struct str digits = {name.p, name.n - 1};
	int step = name.p[name.n - 1] == 'f' ? 1 : -1;

	for (size_t k = n + (size_t)step; k < l->all->count; k += (size_t)step)
		if (l->all->items[k].kind == ST_LABEL && str_same(l->all->items[k].text, digits))
			return (uint32_t)k;
	return NO_STATEMENT;
}

static void direct_target(const struct liveness *l, size_t n, struct str expression, struct flow *f)
{
	struct str name = symbol_in(expression);
	const struct symbol *s = symbol_find(l->symbols, name);

	f->target = is_numeric(name) ? numeric_target(l, n, name) : s ? s->statement : NO_STATEMENT;
	f->known_target = f->target != NO_STATEMENT;
	/* Only functions are elsewhere; of anything stranger nothing is known. */
	f->elsewhere = name.n && !is_numeric(name) && *name.p != '.' ? at_tailcall(l) : REGS_ALL;
}

/*
 * A jump through a table of labels stays in their function; one that the
 * compiler marks as a tail call leaves; of others both are assumed.
 */
static void indirect_target(const struct liveness *l, size_t n, const struct operand *op, struct flow *f)
{
	const struct statement *st = &l->all->items[n];
	const struct symbol *table = op->kind == OP_MEM && op->disp.n ? symbol_find(l->symbols, symbol_in(op->disp)) : NULL;
	const struct symbol *entry = table && table->table_entry ? &l->symbols->items[table->table_entry - 1] : NULL;

	f->target = f->function;
	f->leaves = true;
	if (st->tailcall) {
		f->target = NO_STATEMENT;
	} else if (entry && entry->statement != NO_STATEMENT && l->all->items[entry->statement].code && !entry->function) {
		f->target = l->flow[entry->statement].function;
		f->leaves = false;
	} else if (l->all->marks_tailcalls) {
		f->leaves = false;
	}
}

/* `call 1f` right before `1:` only asks where it is. */
static bool calls_next(const struct liveness *l, size_t n, uint32_t target)
{
	while (++n < l->all->count && l->all->items[n].kind != ST_INSN)
		if (n == target)
			return true;
	return false;
}

static void describe(const struct liveness *l, size_t n)
{
	const struct statement *st = &l->all->items[n];
	struct flow *f = &l->flow[n];
	struct effect e;
	struct insn i;

	if (st->kind != ST_INSN || !st->code)
		return;
	insn_parse(st->text, &i);
	e = insn_effect(&i);
	f->reads = e.reads;
	f->writes = e.writes;
	if (!i.mnemonic.n || i.error)
		return;
	if (i.ops == 1 && (*i.mnemonic.p == 'j' || str_begins(i.mnemonic, "loop"))) {
		bool jump = str_is(i.mnemonic, "jmp") || str_is(i.mnemonic, "jmpq");

		f->kind = i.op[0].indirect ? FLOW_INDIRECT : jump ? FLOW_JUMP : FLOW_BRANCH;
		if (i.op[0].indirect)
			indirect_target(l, n, &i.op[0], f);
		else
			direct_target(l, n, i.op[0].text, f);
	} else if (i.ops == 1 && str_begins(i.mnemonic, "call")) {
		f->kind = FLOW_CALL;
		if (!i.op[0].indirect)
			direct_target(l, n, i.op[0].text, f);
		f->elsewhere = arguments(l);
		/* Who writes both caller and callee may keep any register over the call. */
		f->private = l->hand_written && f->known_target && !calls_next(l, n, f->target);
		if (f->private)
			f->writes = 0;
	} else if (str_begins(i.mnemonic, "ret")) {
		f->kind = FLOW_RETURN;
	} else if (str_begins(i.mnemonic, "ud") || str_is(i.mnemonic, "hlt")) {
		f->kind = FLOW_STOP;
	}
}

static int by_function(const void *a, const void *b)
{
	const struct target *x = a, *y = b;

	if (x->function != y->function)
		return x->function < y->function ? -1 : 1;
	return x->statement < y->statement ? -1 : x->statement > y->statement;
}

static void find_targets(struct liveness *l)
{
	size_t room = 0;

	for (size_t n = 0; n < l->all->count; n++) {
		const struct statement *st = &l->all->items[n];
		const struct symbol *s = st->kind == ST_LABEL && st->code && st->target ? symbol_find(l->symbols, st->text) : NULL;

		if (!s || s->function || s->global)
			continue;
		if (l->target_count == room) {
			room = room ? room * 2 : 64;
			l->targets = grow(l->targets, room, sizeof *l->targets);
		}
		l->targets[l->target_count++] = (struct target){l->flow[n].function, (uint32_t)n};
	}
	if (l->target_count)
		qsort(l->targets, l->target_count, sizeof *l->targets, by_function);
}

/* ---- the analysis ------------------------------------------------------ */

/* Index of the function's first target. */
static size_t first_target(const struct liveness *l, uint32_t function)
{
	size_t low = 0, high = l->target_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (l->targets[middle].function < function)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static regset at_targets(const struct liveness *l, uint32_t function, bool *found)
{
	size_t k = first_target(l, function);
	regset live = 0;

	*found = k < l->target_count && l->targets[k].function == function;
	for (; k < l->target_count && l->targets[k].function == function; k++)
		live |= l->in[l->targets[k].statement];
	return live;
}

static regset after_indirect(const struct liveness *l, const struct flow *f)
{
	bool found = false;
	regset live = f->target == NO_STATEMENT ? 0 : at_targets(l, f->target, &found);

	return f->leaves || !found ? live | at_tailcall(l) : live;
}

/* Live behind an instruction; `next` is what lives before the one that follows. */
static regset behind(const struct liveness *l, const struct flow *f, regset next)
{
	regset there = f->known_target ? l->in[f->target] : f->elsewhere;

	switch (f->kind) {
	case FLOW_BRANCH: return next | there;
	case FLOW_JUMP: return there;
	case FLOW_INDIRECT: return after_indirect(l, f);
	case FLOW_RETURN: return l->private_calls ? REGS_ALL : REGS_AT_RETURN;
	case FLOW_STOP: return 0;
	default: return next;
	}
}

static regset before(const struct liveness *l, const struct flow *f, regset next)
{
	regset live = (regset)((behind(l, f, next) & ~f->writes) | f->reads);

	if (f->private)
		live |= l->in[f->target];
	else if (f->kind == FLOW_CALL)
		live |= (f->known_target ? l->in[f->target] : REGS_ALL) & f->elsewhere;
	return live;
}

/* One walk over [first, last) backwards; whether anything changed. */
static bool walk(struct liveness *l, size_t first, size_t last)
{
	regset live = last < l->all->count ? l->in[last] : REGS_ALL;
	bool changed = false;

	for (size_t n = last; n-- > first;) {
		live = before(l, &l->flow[n], live);
		if (live != l->in[n]) {
			l->in[n] = live;
			changed = true;
		}
	}
	return changed;
}

/* Function by function until each rests, and all again until none changes. */
static void analyse(struct liveness *l)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t last = l->all->count; last > 0;) {
			size_t first = last - 1;

			while (first > 0 && l->flow[first - 1].function == l->flow[last - 1].function)
				first--;
			while (walk(l, first, last))
				changed = true;
			last = first;
		}
	}
}

static void prepare(struct liveness *l)
{
	uint32_t function = NO_STATEMENT;

	if (l->flow)
		return;
	l->flow = grow(NULL, l->all->count + 1, sizeof *l->flow);
	l->in = grow(NULL, l->all->count + 1, sizeof *l->in);
	memset(l->flow, 0, (l->all->count + 1) * sizeof *l->flow);
	memset(l->in, 0, (l->all->count + 1) * sizeof *l->in);
	for (size_t n = 0; n < l->all->count; n++)
		l->flow[n].function = function = function_at(l, &l->all->items[n], function);
	for (size_t n = 0; n < l->all->count; n++) {
		describe(l, n);
		l->private_calls |= l->flow[n].private;
	}
	find_targets(l);
	analyse(l);
}

regset liveness_out(struct liveness *l, size_t n)
{
	prepare(l);
	return behind(l, &l->flow[n], n + 1 < l->all->count ? l->in[n + 1] : REGS_ALL);
}

bool liveness_over_private_call(struct liveness *l, size_t n, int reg)
{
	if (!l->hand_written)
		return false;
	prepare(l);
	return l->flow[n].private && liveness_out(l, n) & 1u << reg;
}

struct symbol *liveness_jump_function(struct liveness *l, size_t n)
{
	prepare(l);
	if (l->flow[n].kind != FLOW_INDIRECT || l->flow[n].target == NO_STATEMENT)
		return NULL;
	return &l->symbols->items[l->flow[n].target];
}

void liveness_each_target(struct liveness *l, void (*visit)(void *, size_t, struct symbol *), void *context)
{
	prepare(l);
	for (size_t k = 0; k < l->target_count; k++) {
		uint32_t function = l->targets[k].function;

		visit(context, l->targets[k].statement, function == NO_STATEMENT ? NULL : &l->symbols->items[function]);
	}
}

void liveness_init(struct liveness *l, const struct statements *all, const struct symbols *symbols)
{
	*l = (struct liveness){.all = all, .symbols = symbols};
}

void liveness_free(struct liveness *l)
{
	free(l->flow);
	free(l->in);
	free(l->targets);
	liveness_init(l, l->all, l->symbols);
}
