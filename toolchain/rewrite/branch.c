/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules R05, R06, R07: every branch lands at the start of a bundle or is direct.
 * r11 is free at calls and returns by the calling convention.
 *
 * Hand-written functions may call each other in ways of their own, and have r11
 * live over such a call.  In such a file every return leaves r11 below the red
 * zone, and behind the call it comes back from there.  Nothing interrupts a guest.
 */
#include "flags.h"
#include "handlers.h"
#include "spill.h"

void do_ret(struct rewriter *r, const struct insn *i, int arg)
{
	(void)arg;
	if (i->ops) {
		refuse(r, "R04: `ret` with a number of bytes is not available");
		return;
	}
	if (r->keeps_r11)
		put(r, "movq\t%%r11, %d(%%esp)", SCRATCH_AT);
	begin_lock(r);
	put(r, "popq\t%%r11");
	put(r, "andl\t$-32, %%r11d");
	put(r, "pushq\t%%r11");
	put(r, "retq");
	end_lock(r);
}

/* The symbol of `name@GOTPCREL(%rip)`: in a static program it is near anyway. */
static bool through_got(const struct operand *op, struct str *symbol)
{
	size_t at = op->kind == OP_MEM && op->disp.n ? str_find(op->disp, "@gotpcrel") : SIZE_MAX;

	if (at == SIZE_MAX)
		return false;
	*symbol = (struct str){op->disp.p, at};
	return true;
}

static struct str without_plt(struct str target)
{
	size_t at = str_find(target, "@plt");

	return at == SIZE_MAX ? target : (struct str){target.p, at};
}

/* A weak symbol that may turn out undefined: address 0, which no direct branch may name. */
static bool may_be_missing(const struct rewriter *r, struct str target)
{
	const struct symbol *s = symbol_find(&r->symbols, without_plt(target));

	return s && s->weak && s->statement == NO_STATEMENT;
}

/* `name + 4`, `.` and the like: distances do not survive the rewriting. */
static bool refuse_distance(struct rewriter *r, struct str target)
{
	struct str name = symbol_in(target);

	if (name.n && name.n == without_plt(target).n)
		return false;
	refuse(r, "R05: `%S` is not a label; a branch by distance does not survive rewriting", target);
	return true;
}

static void branch_through(struct rewriter *r, const char *branch, int reg)
{
	put(r, "andl\t$-32, %r", reg, 32);
	put(r, "%s\t*%r", branch, reg, 64);
	end_lock(r);
}

static void call_through(struct rewriter *r, int reg)
{
	begin_lock_at_end(r);
	branch_through(r, "callq", reg);
}

static void jump_through(struct rewriter *r, int reg)
{
	begin_lock(r);
	branch_through(r, "jmpq", reg);
}

static void call_direct(struct rewriter *r, struct str target)
{
	if (refuse_distance(r, target))
		return;
	if (may_be_missing(r, target)) {
		put(r, "movl\t$%S, %%r11d", without_plt(target));
		call_through(r, REG_R11);
		return;
	}
	begin_lock_at_end(r);
	put(r, "callq\t%S", target);
	end_lock(r);
	if (liveness_over_private_call(&r->live, r->at, R11)) /* the return took 8 bytes off the stack */
		put(r, "movq\t%d(%%esp), %%r11", SCRATCH_AT - 8);
}

void calls_plan(struct rewriter *r)
{
	for (size_t n = 0; n < r->all.count && !r->keeps_r11 && r->live.hand_written; n++)
		if (r->all.items[n].kind == ST_INSN && str_begins(r->all.items[n].text, "call"))
			r->keeps_r11 = liveness_over_private_call(&r->live, n, R11);
}

static void jump_direct(struct rewriter *r, struct str target)
{
	if (refuse_distance(r, target))
		return;
	if (may_be_missing(r, target)) {
		put(r, "movl\t$%S, %%r11d", without_plt(target));
		jump_through(r, REG_R11);
		return;
	}
	put(r, "jmp\t%s%S", spill_prefix(r, target), target);
}

void do_call(struct rewriter *r, const struct insn *i, int arg)
{
	const struct operand *op = &i->op[0];
	struct str symbol;

	(void)arg;
	if (i->ops != 1 || op->kind == OP_IMM) {
		refuse(r, "R05: a call needs a label, a register or memory");
	} else if (flags_read_next(r)) {
		refuse(r, "R07: flags do not survive a return, and those of `%S` are used behind this call; return them in a register",
			op->text);
	} else if (!op->indirect) {
		call_direct(r, op->text);
	} else if (op->kind == OP_REG) {
		if (!is_gpr(op) || op->reg.number == REG_RSP || op->reg.width != 64)
			refuse(r, "R06: `%S` can not hold the target of a call", op->text);
		else
			call_through(r, op->reg.number);
	} else if (through_got(op, &symbol)) {
		call_direct(r, symbol);
	} else {
		put(r, "movl\t%o, %%r11d", op);
		call_through(r, REG_R11);
	}
}

static void jump_memory(struct rewriter *r, const struct operand *op)
{
	regset live = spill_jump(r) ? 0 : liveness_out(&r->live, r->at);
	static const uint8_t order[] = {R11, RAX, RCX, RDX, R10, R9, R8, RSI, RDI, RBX, R12, R13, R14, R15, RBP};

	for (size_t k = 0; k < sizeof order; k++)
		if (!(live & 1u << order[k])) {
			put(r, "movl\t%o, %r", op, (int)order[k], 32);
			jump_through(r, order[k]);
			return;
		}
	refuse(r, "R06: no register is free for this jump; load its target into one");
}

void do_jmp(struct rewriter *r, const struct insn *i, int arg)
{
	const struct operand *op = &i->op[0];
	struct str symbol;

	(void)arg;
	if (i->ops != 1 || op->kind == OP_IMM) {
		refuse(r, "R05: a jump needs a label, a register or memory");
	} else if (!op->indirect && op->kind == OP_MEM) {
		jump_direct(r, op->text);
	} else if (op->kind == OP_REG) {
		if (!is_gpr(op) || op->reg.number == REG_RSP || op->reg.width != 64)
			refuse(r, "R06: `%S` can not hold the target of a jump", op->text);
		else
			spill_jump(r), jump_through(r, op->reg.number);
	} else if (through_got(op, &symbol)) {
		jump_direct(r, symbol);
	} else {
		jump_memory(r, op);
	}
}

void do_jcc(struct rewriter *r, const struct insn *i, int arg)
{
	struct str condition = str_from(i->mnemonic, 1);

	(void)arg;
	if (i->ops != 1 || i->op[0].kind != OP_MEM || i->op[0].indirect) {
		refuse(r, "R05: a conditional jump needs a label");
	} else if (refuse_distance(r, i->op[0].text)) {
		return;
	} else if (may_be_missing(r, i->op[0].text)) {
		unsigned skip = new_label(r);

		if (condition.n > 1 && *condition.p == 'n')
			put(r, "j%S\t.Lzvm%u", str_from(condition, 1), skip);
		else
			put(r, "jn%S\t.Lzvm%u", condition, skip);
		jump_direct(r, i->op[0].text);
		put_label(r, skip);
	} else {
		put(r, "%S\t%s%S", i->mnemonic, spill_prefix(r, i->op[0].text), i->op[0].text);
	}
}

/*
 * loop, loope, loopne, jrcxz, jecxz reach 127 bytes, which padding may exceed:
 * jump over a jump.  None of them may change the flags.
 */
void do_loop(struct rewriter *r, const struct insn *i, int arg)
{
	unsigned taken = new_label(r), skip = new_label(r);
	struct str m = i->mnemonic;

	(void)arg;
	if (i->ops != 1 || refuse_distance(r, i->op[0].text))
		return;
	if (str_is(m, "jecxz")) {
		refuse(r, "R05: `jecxz` is not available; use `test` and `je`");
		return;
	}
	if (str_begins(m, "loop")) {
		put(r, "leaq\t-1(%%rcx), %%rcx");
		if (str_is(m, "loope") || str_is(m, "loopz"))
			put(r, "jne\t.Lzvm%u", skip);
		else if (str_is(m, "loopne") || str_is(m, "loopnz"))
			put(r, "je\t.Lzvm%u", skip);
		put(r, "jrcxz\t.Lzvm%u", skip);
		jump_direct(r, i->op[0].text);
	} else {
		put(r, "jrcxz\t.Lzvm%u", taken);
		put(r, "jmp\t.Lzvm%u", skip);
		put_label(r, taken);
		jump_direct(r, i->op[0].text);
	}
	put_label(r, skip);
}
