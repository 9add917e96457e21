/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When every register is in use at a jump through memory, r11 waits below the
 * red zone while it carries the target, and comes back at the labels where the
 * function's indirect jumps can arrive:
 *
 *         movq %r11, -136(%esp)            (every indirect jump of the function)
 *         movl table(,%eax,8), %r11d
 *         andl $-32, %r11d ; jmpq *%r11
 *
 *         jmp .Lzvm_at_L                   (falling into the label)
 *   L:    movq -136(%esp), %r11
 *   .Lzvm_at_L:                            (where direct jumps to L go)
 *
 * Nothing interrupts a guest, so that memory belongs to whoever runs.
 */
#include "spill.h"

static void mark_target(void *context, size_t n, struct symbol *function)
{
	struct rewriter *r = context;

	if (function && function->spills)
		r->all.items[n].restores = true;
}

void spill_plan(struct rewriter *r)
{
	bool any = false;

	if (!r->symbols.memory_jumps)
		return;
	for (size_t n = 0; n < r->all.count; n++) {
		struct symbol *function;
		struct insn i;

		if (r->all.items[n].kind != ST_INSN || !r->all.items[n].code || !memchr(r->all.items[n].text.p, '*', r->all.items[n].text.n))
			continue;
		insn_parse(r->all.items[n].text, &i);
		if (i.ops != 1 || !i.op[0].indirect || i.op[0].kind != OP_MEM || !str_begins(i.mnemonic, "jmp"))
			continue;
		function = liveness_jump_function(&r->live, n);
		if (function && liveness_out(&r->live, n) == REGS_ALL)
			any = function->spills = true;
	}
	if (any)
		liveness_each_target(&r->live, mark_target, r);
}

bool spill_jump(struct rewriter *r)
{
	struct symbol *function = r->symbols.memory_jumps ? liveness_jump_function(&r->live, r->at) : NULL;

	if (!function || !function->spills)
		return false;
	put(r, "movq\t%%r11, %d(%%esp)", SCRATCH_AT);
	return true;
}

/* Whether control may come from the statement before. */
static bool falls_through(const struct rewriter *r, size_t n)
{
	while (n-- > 0) {
		const struct statement *st = &r->all.items[n];

		if (st->kind == ST_INSN)
			return !(str_begins(st->text, "jmp") || str_begins(st->text, "ret") || str_begins(st->text, "ud2"));
		if (st->kind == ST_LABEL)
			return true;
	}
	return true;
}

void spill_label(struct rewriter *r, struct str name)
{
	if (falls_through(r, r->at))
		put(r, "jmp\t.Lzvm_at_%S", name);
	out_format(&r->out, "\t.p2align\t5\n%S:\n", name);
	put(r, "movq\t%d(%%esp), %%r11", SCRATCH_AT);
	out_format(&r->out, ".Lzvm_at_%S:\n", name);
}

const char *spill_prefix(const struct rewriter *r, struct str target)
{
	const struct symbol *s = r->symbols.memory_jumps ? symbol_find(&r->symbols, target) : NULL;

	return s && s->statement != NO_STATEMENT && r->all.items[s->statement].restores ? ".Lzvm_at_" : "";
}
