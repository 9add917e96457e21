/* SPDX-License-Identifier: Apache-2.0 */
/* Rule R04: the stack pointer is written in 32 bits only. */
#include "handlers.h"

static bool is_rsp(const struct operand *op)
{
	return op->kind == OP_REG && op->reg.number == REG_RSP;
}

static bool is_reading(struct str m)
{
	static const char *const names[] = {"cmp", "test", "push", "bt", NULL};

	for (const char *const *n = names; *n; n++)
		if (str_begins(m, *n) && (**n != 'b' || str_is(m, "bt") || str_is(m, "btq") || str_is(m, "btl")))
			return true;
	return false;
}

/* `add`, `sub` and `and`, which have a 32-bit form that zero-extends. */
static const char *arithmetic(struct str m)
{
	static const char *const names[] = {"add", "sub", "and"};

	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (str_begins(m, names[k]) && (m.n == 3 || (m.n == 4 && (m.p[3] == 'q' || m.p[3] == 'l'))))
			return names[k];
	return NULL;
}

static void move_to_stack_pointer(struct rewriter *r, const struct operand *from)
{
	if (from->kind == OP_IMM)
		put(r, "leal\t%S, %%esp", str_from(from->text, 1));
	else if (is_gpr(from))
		put(r, "movl\t%r, %%esp", (int)from->reg.number, 32);
	else
		put(r, "movl\t%o, %%esp", from);
}

static void conditional_move(struct rewriter *r, const struct insn *i)
{
	struct str condition = str_from(i->mnemonic, 4);
	unsigned skip = new_label(r);

	if (condition.n && condition.p[condition.n - 1] == 'q')
		condition.n--;
	if (condition.n > 1 && *condition.p == 'n')
		put(r, "j%S\t.Lzvm%u", str_from(condition, 1), skip);
	else
		put(r, "jn%S\t.Lzvm%u", condition, skip);
	move_to_stack_pointer(r, &i->op[0]);
	put_label(r, skip);
}

bool rewrite_stack_pointer(struct rewriter *r, const struct insn *i)
{
	const struct operand *from = &i->op[0], *last = i->ops ? &i->op[i->ops - 1] : NULL;
	const char *name;

	if (!last || is_reading(i->mnemonic) || (!is_rsp(last) && !(str_begins(i->mnemonic, "xadd") && is_rsp(from))))
		return false;
	if (last->reg.width < 32) {
		refuse(r, "R04: the stack pointer can not be written in %d bits", (int)last->reg.width);
	} else if (i->ops == 2 && (name = arithmetic(i->mnemonic)) && !is_gpr(from)) {
		put(r, "%sl\t%o, %%esp", name, from);
	} else if (i->ops == 2 && (name = arithmetic(i->mnemonic))) {
		if (*name == 'a' && name[1] == 'n')
			refuse(r, "R04: the stack pointer can not be masked by a register");
		else
			put(r, "%sl\t%r, %%esp", name, (int)from->reg.number, 32);
	} else if (i->ops == 2 && str_begins(i->mnemonic, "lea")) {
		put(r, "leal\t%S, %%esp", from->text);
	} else if (i->ops == 2 && (str_is(i->mnemonic, "mov") || str_is(i->mnemonic, "movq") || str_is(i->mnemonic, "movl") ||
	                           str_is(i->mnemonic, "movabsq") || str_is(i->mnemonic, "movslq"))) {
		move_to_stack_pointer(r, from);
	} else if (i->ops == 2 && str_begins(i->mnemonic, "cmov")) {
		conditional_move(r, i);
	} else if (i->ops == 1 && (str_is(i->mnemonic, "inc") || str_is(i->mnemonic, "incq"))) {
		put(r, "addl\t$1, %%esp");
	} else if (i->ops == 1 && (str_is(i->mnemonic, "dec") || str_is(i->mnemonic, "decq"))) {
		put(r, "subl\t$1, %%esp");
	} else {
		refuse(r, "R04: `%S` can not write the stack pointer", i->mnemonic);
	}
	return true;
}

void do_leave(struct rewriter *r, const struct insn *i, int arg)
{
	(void)i, (void)arg;
	put(r, "movl\t%%ebp, %%esp");
	put(r, "popq\t%%rbp");
}

void do_enter(struct rewriter *r, const struct insn *i, int arg)
{
	int64_t size, level;

	(void)arg;
	if (i->ops != 2 || i->op[0].kind != OP_IMM || i->op[1].kind != OP_IMM || !str_number(str_from(i->op[0].text, 1), &size) ||
	    !str_number(str_from(i->op[1].text, 1), &level) || level) {
		refuse(r, "R04: `enter` is only available with level 0");
		return;
	}
	put(r, "pushq\t%%rbp");
	put(r, "movl\t%%esp, %%ebp");
	put(r, "leal\t%d(%%rsp), %%esp", (int)-size);
}

void do_pop(struct rewriter *r, const struct insn *i, int arg)
{
	(void)arg;
	if (i->ops == 1 && is_rsp(&i->op[0]))
		put(r, "movl\t(%%rsp), %%esp");
	else
		rewrite_plain(r, i);
}

/* xchg: with memory it locks the bus (R02), with rsp it writes it (R04). */
void do_xchg(struct rewriter *r, const struct insn *i, int arg)
{
	const struct operand *a = &i->op[0], *b = &i->op[1];
	struct scratch t;
	int width;

	(void)arg;
	if (i->ops != 2 || (a->kind == OP_REG && b->kind == OP_REG && !is_rsp(a) && !is_rsp(b))) {
		rewrite_plain(r, i);
		return;
	}
	if (a->kind == OP_MEM) {
		const struct operand *swap = a;

		a = b;
		b = swap;
	}
	width = a->reg.width;
	if (is_rsp(a) && b->kind == OP_REG) {
		const struct operand *swap = a;

		a = b;
		b = swap;
	}
	if (!is_gpr(a) || is_rsp(a) || (b->kind == OP_REG && width != 64)) {
		refuse(r, "R04: the stack pointer can not be exchanged like this");
		return;
	}
	if (b->kind == OP_REG) {
		put(r, "movl\t%r, %d(%%esp)", (int)a->reg.number, 32, SCRATCH_AT);
		put(r, "movl\t%%esp, %r", (int)a->reg.number, 32);
		put(r, "movl\t%d(%%esp), %%esp", SCRATCH_AT);
		return;
	}
	take_scratch(r, i, 1, &t);
	put(r, "mov\t%o, %r", b, t.reg[0], width);
	put(r, "mov\t%S, %o", a->text, b);
	put(r, "mov\t%r, %S", t.reg[0], width, a->text);
	release_scratch(r, &t);
}
