/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vector instructions that the sandbox has not, from ones that it has: gathers,
 * which touch several addresses at once (R03), and reciprocal estimates, whose
 * last bits differ between CPUs (R09) and which become exact quotients.
 */
#include "handlers.h"

/* Below the red zone and the scratch registers; 32 bytes each. */
enum { INDEX_AT = -288, MASK_AT = -256, DATA_AT = -224, TEMPORARY_AT = -288, ONES_AT = -256 };

static int vector_number(struct str name)
{
	int n = 0;

	for (size_t k = 4; k < name.n; k++)
		n = n * 10 + name.p[k] - '0';
	return n;
}

static bool is_vector(const struct operand *op)
{
	return op->kind == OP_REG && (str_begins(op->text, "%xmm") || str_begins(op->text, "%ymm"));
}

/* ---- gathers -------------------------------------------------------------- */

struct gather {
	int size, index; /* bytes of an element of the data and of the index */
	int count;
};

static void gather_element(struct rewriter *r, const struct insn *i, int base, int k, const struct gather *g)
{
	const char *scale = i->op[1].scale.n ? "" : "1";
	unsigned skip = new_label(r);

	/* jrcxz leaves the flags alone, as the gather does. */
	put(r, "movslq\t%d(%%esp), %%rcx", MASK_AT + g->size * (k + 1) - 4);
	put(r, "jrcxz\t.Lzvm%u", skip);
	put(r, g->index == 4 ? "movslq\t%d(%%esp), %%rcx" : "movq\t%d(%%esp), %%rcx", INDEX_AT + g->index * k);
	put(r, "mov\t(%r,%%ecx,%S%s), %r", base, 32, i->op[1].scale, scale, (int)RCX, 8 * g->size);
	put(r, "mov\t%r, %d(%%esp)", (int)RCX, 8 * g->size, DATA_AT + g->size * k);
	put_label(r, skip);
}

static void load_base(struct rewriter *r, const struct operand *memory, int reg)
{
	if (memory->base.number == REG_NONE)
		put(r, "movl\t$%S, %r", memory->disp.n ? memory->disp : STR("0"), reg, 32);
	else
		put(r, "leaq\t%S(%r), %r", memory->disp, (int)memory->base.number, 64, reg, 64);
}

/* vgatherdps mask, disp(base,index,scale), data: the data's and the index' element sizes. */
void do_gather(struct rewriter *r, const struct insn *i, int arg)
{
	struct gather g = {arg & 15, arg >> 4, 0};
	struct insn uses = *i;
	struct scratch t;
	bool wide;

	if (i->ops != 3 || !is_vector(&i->op[0]) || i->op[1].kind != OP_MEM || !is_vector(&i->op[2]) || i->op[1].segment.n) {
		refuse(r, "R02: `%S` is not available with these operands", i->mnemonic);
		return;
	}
	/* As many elements as both the data and the index have. */
	wide = i->op[2].text.p[1] == 'y';
	g.count = (wide ? 32 : 16) / g.size;
	if ((i->op[1].index_text.p[1] == 'y' ? 32 : 16) / g.index < g.count)
		g.count = (i->op[1].index_text.p[1] == 'y' ? 32 : 16) / g.index;
	uses.op[0] = (struct operand){.kind = OP_REG, .reg = {RCX, 64, false}};
	uses.ops = 2;
	if (i->op[1].base.number == RCX)
		uses.ops = 1; /* rcx is free for the elements once the base is copied */
	take_scratch(r, &uses, 1, &t);
	put(r, "movq\t%%rcx, %d(%%esp)", SCRATCH_AT - 8);
	load_base(r, &i->op[1], t.reg[0]);
	put(r, "vpsrad\t$31, %S, %S", i->op[0].text, i->op[0].text);
	put(r, "vmovups\t%S, %d(%%esp)", i->op[1].index_text, INDEX_AT);
	put(r, "vmovups\t%S, %d(%%esp)", i->op[0].text, MASK_AT);
	put(r, "vmovups\t%S, %d(%%esp)", i->op[2].text, DATA_AT);
	for (int k = 0; k < g.count; k++)
		gather_element(r, i, t.reg[0], k, &g);
	if (g.count * g.size == 8)
		put(r, "vmovq\t%d(%%esp), %S", DATA_AT, i->op[2].text);
	else
		put(r, "vmovups\t%d(%%esp), %S", DATA_AT, i->op[2].text);
	put(r, "vpxor\t%%xmm%d, %%xmm%d, %%xmm%d", vector_number(i->op[0].text), vector_number(i->op[0].text),
	    vector_number(i->op[0].text));
	put(r, "movq\t%d(%%esp), %%rcx", SCRATCH_AT - 8);
	release_scratch(r, &t);
}

/* ---- reciprocals ---------------------------------------------------------- */

static int other_vector(const struct insn *i)
{
	for (int n = 0;; n++) {
		bool used = false;

		for (int k = 0; k < i->ops; k++)
			used |= is_vector(&i->op[k]) && vector_number(i->op[k].text) == n;
		if (!used)
			return n;
	}
}

static void put_ones(struct rewriter *r, int bytes)
{
	for (int k = 0; k < bytes; k += 4)
		put(r, "movl\t$0x3f800000, %d(%%esp)", ONES_AT + k);
}

/* {v}{rcp,rsqrt}ps from, to */
static void reciprocal_packed(struct rewriter *r, const struct insn *i, bool root)
{
	const char *v = *i->mnemonic.p == 'v' ? "v" : "";
	bool wide = i->op[1].text.p[1] == 'y';
	char kind = wide ? 'y' : 'x';
	int t = other_vector(i);
	char name[2] = {kind, 0};

	put_ones(r, wide ? 32 : 16);
	put(r, "%smovups\t%%%smm%d, %d(%%esp)", v, name, t, TEMPORARY_AT);
	put(r, root ? "%ssqrtps\t%o, %%%smm%d" : "%smovups\t%o, %%%smm%d", v, &i->op[0], name, t);
	put(r, "%smovups\t%d(%%esp), %S", v, ONES_AT, i->op[1].text);
	if (*v)
		put(r, "vdivps\t%%%smm%d, %S, %S", name, t, i->op[1].text, i->op[1].text);
	else
		put(r, "divps\t%%%smm%d, %S", name, t, i->op[1].text);
	put(r, "%smovups\t%d(%%esp), %%%smm%d", v, TEMPORARY_AT, name, t);
}

/* {v}{rcp,rsqrt}ss from, [rest,] to: the other elements stay or come from `rest`. */
static void reciprocal_single(struct rewriter *r, const struct insn *i, bool root)
{
	bool vex = *i->mnemonic.p == 'v';
	int t = other_vector(i);

	put_ones(r, 4);
	put(r, "%smovups\t%%xmm%d, %d(%%esp)", vex ? "v" : "", t, TEMPORARY_AT);
	if (vex) {
		if (i->op[0].kind == OP_MEM)
			put(r, "vmovss\t%o, %%xmm%d", &i->op[0], t);
		else
			put(r, "vmovaps\t%S, %%xmm%d", i->op[0].text, t);
		if (root)
			put(r, "vsqrtss\t%%xmm%d, %%xmm%d, %%xmm%d", t, t, t);
		put(r, "vmovss\t%%xmm%d, %d(%%esp)", t, ONES_AT + 4);
		put(r, "vmovss\t%d(%%esp), %%xmm%d", ONES_AT, t);
		put(r, "vdivss\t%d(%%esp), %%xmm%d, %%xmm%d", ONES_AT + 4, t, t);
		put(r, "vmovss\t%%xmm%d, %S, %S", t, i->op[1].text, i->op[2].text);
		put(r, "vmovups\t%d(%%esp), %%xmm%d", TEMPORARY_AT, t);
		return;
	}
	put(r, root ? "sqrtss\t%o, %%xmm%d" : "movss\t%o, %%xmm%d", &i->op[0], t);
	put(r, "movss\t%%xmm%d, %d(%%esp)", t, ONES_AT + 4);
	put(r, "movss\t%d(%%esp), %%xmm%d", ONES_AT, t);
	put(r, "divss\t%d(%%esp), %%xmm%d", ONES_AT + 4, t);
	put(r, "movss\t%%xmm%d, %S", t, i->op[1].text);
	put(r, "movups\t%d(%%esp), %%xmm%d", TEMPORARY_AT, t);
}

void do_reciprocal(struct rewriter *r, const struct insn *i, int root)
{
	struct str m = i->mnemonic;
	bool single = m.p[m.n - 2] == 's' && m.p[m.n - 1] == 's', vex = *m.p == 'v';

	if (i->ops != (single && vex ? 3 : 2) || !is_vector(&i->op[i->ops - 1]))
		refuse(r, "R02: `%S` is not available with these operands", m);
	else if (single)
		reciprocal_single(r, i, root);
	else
		reciprocal_packed(r, i, root);
}
