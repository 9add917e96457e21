/* SPDX-License-Identifier: Apache-2.0 */
#include "rewrite.h"

#include "bytes.h"
#include "confine.h"
#include "handlers.h"
#include "missing.h"
#include "section.h"
#include "source.h"
#include "spill.h"

/* ---- writing ---------------------------------------------------------- */

void put(struct rewriter *r, const char *format, ...)
{
	va_list args;

	out_text(&r->out, "\t", 1);
	va_start(args, format);
	out_vformat(&r->out, format, args);
	va_end(args);
	out_text(&r->out, "\n", 1);
	r->after_target = r->aligned = r->at_start = false;
}

void begin_lock(struct rewriter *r)
{
	out_format(&r->out, "\t.bundle_lock\n");
}

void begin_lock_at_end(struct rewriter *r)
{
	/*
	 * The assembler would move the aligned label behind the padding, and at the
	 * start of a section also the section's own symbol, by which branches from
	 * other sections find their targets.
	 */
	if (r->after_target || r->at_start)
		put(r, "nop");
	out_format(&r->out, "\t.bundle_lock align_to_end\n");
}

void end_lock(struct rewriter *r)
{
	out_format(&r->out, "\t.bundle_unlock\n");
}

unsigned new_label(struct rewriter *r)
{
	return ++r->labels;
}

void put_label(struct rewriter *r, unsigned label)
{
	out_format(&r->out, ".Lzvm%u:\n", label);
}

/* ---- scratch registers ------------------------------------------------- */

static regset mentioned(const struct insn *i, bool *high)
{
	regset used = 1u << REG_RSP;

	*high = false;
	for (int k = 0; k < i->ops; k++) {
		const struct operand *op = &i->op[k];

		if (is_gpr(op)) {
			used |= (regset)(1u << op->reg.number);
			*high |= op->reg.high;
		}
		if (op->kind == OP_MEM && op->base.number >= 0 && op->base.number < GPRS)
			used |= (regset)(1u << op->base.number);
		if (op->kind == OP_MEM && op->index.number >= 0 && op->index.number < GPRS)
			used |= (regset)(1u << op->index.number);
	}
	return used;
}

void take_scratch(struct rewriter *r, const struct insn *i, int count, struct scratch *s)
{
	static const uint8_t order[] = {RAX, RCX, RDX, RSI, RDI, R11, R10, R9, R8, RBX, RBP, R12, R13, R14, R15};
	bool high;
	regset used = mentioned(i, &high), live = liveness_out(&r->live, r->at);

	s->count = 0;
	/* First dead registers, then any; only the first four have a form beside ah. */
	for (int dead = 1; dead >= 0; dead--)
		for (size_t k = 0; k < sizeof order && s->count < count; k++) {
			regset bit = (regset)(1u << order[k]);

			if (used & bit || (high && order[k] > RBX) || (dead && live & bit))
				continue;
			used |= bit;
			s->saved[s->count] = !dead;
			s->reg[s->count++] = order[k];
		}
	for (int k = 0; k < s->count; k++)
		if (s->saved[k])
			put(r, "movq\t%r, %d(%%esp)", s->reg[k], 64, SCRATCH_AT - 8 * k);
}

void release_scratch(struct rewriter *r, const struct scratch *s)
{
	for (int k = 0; k < s->count; k++)
		if (s->saved[k])
			put(r, "movq\t%d(%%esp), %r", SCRATCH_AT - 8 * k, s->reg[k], 64);
}

/* ---- statements -------------------------------------------------------- */

/* An instruction that needs nothing but confined operands. */
void rewrite_plain(struct rewriter *r, const struct insn *i)
{
	bool changes = false;

	for (int k = 0; k < i->ops; k++)
		changes |= operand_changes(&i->op[k]);
	if (!changes) {
		if (i->rest.n)
			put(r, "%S\t%S", i->mnemonic, i->rest);
		else
			put(r, "%S", i->mnemonic);
		return;
	}
	out_text(&r->out, "\t", 1);
	out_str(&r->out, i->mnemonic);
	for (int k = 0; k < i->ops; k++) {
		out_text(&r->out, k ? ", " : "\t", k ? 2 : 1);
		if (i->op[k].indirect)
			out_text(&r->out, "*", 1);
		confined_operand(&r->out, &i->op[k]);
	}
	out_text(&r->out, "\n", 1);
	r->after_target = r->aligned = r->at_start = false;
}

static bool refuse_operands(struct rewriter *r, const struct insn *i)
{
	for (int k = 0; k < i->ops; k++) {
		const char *reason = operand_refusal(&i->op[k]);

		if (reason) {
			refuse(r, "%s", reason);
			return true;
		}
	}
	return false;
}

/*
 * A negative address is the kernel's, where every access faults.  Compilers emit such
 * accesses where a pointer would be null (`s[-1]`): here they fault, too.
 */
static bool rewrite_fault(struct rewriter *r, const struct insn *i)
{
	bool touches = !str_begins(i->mnemonic, "lea") && !str_begins(i->mnemonic, "nop");

	for (int k = 0; k < i->ops; k++)
		if (touches && operand_faults(&i->op[k])) {
			put(r, "hlt");
			return true;
		}
	return false;
}

static void rewrite_known(struct rewriter *r, const struct insn *i, const struct mnemonic *m)
{
	/* A handler of its own looks after the stack pointer, but for these. */
	if ((!m || m->run == do_lea || m->run == do_moffs) && rewrite_stack_pointer(r, i))
		return;
	if (m)
		m->run(r, i, m->arg);
	else
		rewrite_plain(r, i);
}

/*
 * On a CPU without the feature the instruction would trap.  A compiler makes it
 * only for functions that the source declares for such CPUs, and that run behind
 * a check; of what people write themselves they may not know.
 */
static bool rewrite_missing(struct rewriter *r, const struct insn *i)
{
	const char *feature = missing_feature(i);

	if (!feature)
		return false;
	if (r->traps || (r->compiled && !r->all.items[r->at].written))
		put(r, "ud2");
	else
		refuse(r, "R02: %s is not available, which `%S` needs; if it runs only where the CPU has it, -Wa,--trap-unavailable makes it trap",
		       feature, i->mnemonic);
	return true;
}

void rewrite_text(struct rewriter *r, struct str text)
{
	const struct mnemonic *m;
	struct insn i;

	insn_parse(text, &i);
	if (i.error) {
		refuse(r, "R02: %s", i.error);
		return;
	}
	if (!i.mnemonic.n) /* prefixes alone, of thread-local sequences */
		return;
	if (rewrite_missing(r, &i))
		return;
	m = mnemonic_find(i.mnemonic);
	if ((m && m->run == do_refuse) || (!rewrite_tls(r, &i) && !refuse_operands(r, &i) && !rewrite_fault(r, &i)))
		rewrite_known(r, &i, m);
}

/* An indirect branch may arrive here: rule R06 wants the start of a bundle. */
static void rewrite_label(struct rewriter *r, const struct statement *st)
{
	if (st->restores) {
		spill_label(r, st->text);
		return;
	}
	if (st->code && st->target && !r->in_data) {
		if (!r->aligned)
			out_format(&r->out, "\t.p2align\t5\n");
		r->after_target = r->aligned = true;
	}
	r->all.items[r->at].moved = r->in_data;
	out_str(&r->out, st->text);
	out_text(&r->out, ":\n", 2);
}

void rewrite_all(struct rewriter *r)
{
	spill_plan(r);
	calls_plan(r);
	out_format(&r->out, "\t.bundle_align_mode 5\n");
	r->at_start = true;
	for (r->at = 0; r->at < r->all.count; r->at++) {
		const struct statement *st = &r->all.items[r->at];

		if (st->code || r->in_data)
			bytes_place(r);
		switch (st->kind) {
		case ST_LABEL:
			rewrite_label(r, st);
			break;
		case ST_DIRECTIVE:
			r->at_start |= sections_chosen(st->text);
			if (rewrite_directive(r, st))
				break;
			out_text(&r->out, "\t", 1);
			out_str(&r->out, st->text);
			out_text(&r->out, "\n", 1);
			break;
		case ST_INSN:
			rewrite_text(r, st->text);
			break;
		case ST_MARK:
			out_str(&r->out, st->text);
			out_text(&r->out, "\n", 1);
			break;
		}
	}
}
