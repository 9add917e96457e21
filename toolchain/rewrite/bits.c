/* SPDX-License-Identifier: Apache-2.0 */
/* Bit instructions whose results differ between CPUs or that address bit strings. */
#include "flags.h"
#include "handlers.h"

int insn_width(const struct insn *i)
{
	for (int k = i->ops; k-- > 0;)
		if (is_gpr(&i->op[k]))
			return i->op[k].reg.width;
	switch (i->mnemonic.n ? i->mnemonic.p[i->mnemonic.n - 1] : 0) {
	case 'b': return 8;
	case 'w': return 16;
	case 'l': return 32;
	case 'q': return 64;
	default: return 0;
	}
}

static const char *suffix_of(int width)
{
	return width == 8 ? "b" : width == 16 ? "w" : width == 32 ? "l" : "q";
}

/*
 * bsf and bsr leave the destination alone and set ZF when the source is 0;
 * otherwise ZF is clear.  No result is -1, so comparing with it clears ZF.
 */
void do_bit_scan(struct rewriter *r, const struct insn *i, int arg)
{
	const struct operand *from = &i->op[0], *to = &i->op[1];
	unsigned zero = new_label(r);
	int width;

	if (i->ops != 2 || !is_gpr(to) || to->reg.width < 16 || to->reg.number == REG_RSP) {
		refuse(r, "R09: `%S` is not available with these operands", i->mnemonic);
		return;
	}
	width = to->reg.width;
	put(r, "cmp%s\t$0, %o", suffix_of(width), from);
	put(r, "je\t.Lzvm%u", zero);
	put(r, "%s%s\t%o, %S", arg == FORWARD ? "tzcnt" : "lzcnt", suffix_of(width), from, to->text);
	if (arg == REVERSE)
		put(r, "xor%s\t$%d, %S", suffix_of(width), width - 1, to->text);
	put(r, "cmp%s\t$-1, %S", suffix_of(width), to->text);
	put_label(r, zero);
}

/* bt and its like with an offset in a register address a string of bits in memory. */
void do_bit_test(struct rewriter *r, const struct insn *i, int stores)
{
	const struct operand *offset = &i->op[0], *base = &i->op[1];
	struct scratch t;
	int width, address, data;

	if (i->ops != 2 || !is_gpr(offset) || base->kind != OP_MEM) {
		rewrite_plain(r, i);
		return;
	}
	if (base->segment.n) {
		refuse(r, "R03: `%S` can not address thread-local storage", i->mnemonic);
		return;
	}
	width = offset->reg.width;
	take_scratch(r, i, 2, &t);
	address = t.reg[0], data = t.reg[1];
	if (width == 64)
		put(r, "movq\t%S, %r", offset->text, address, 64);
	else
		put(r, "movs%sq\t%S, %r", suffix_of(width), offset->text, address, 64);
	put(r, "sarq\t$%d, %r", width == 64 ? 6 : width == 32 ? 5 : 4, address, 64);
	if (is_absolute(base))
		put(r, "movl\t$%S, %r", base->disp, data, 32);
	else
		put(r, "leaq\t%S, %r", base->text, data, 64);
	put(r, "leaq\t(%r,%r,%d), %r", data, 64, address, 64, width / 8, address, 64);
	put(r, "mov\t(%r), %r", address, 32, data, width);
	put(r, "%S\t%S, %r", i->mnemonic, offset->text, data, width);
	if (stores)
		put(r, "mov\t%r, (%r)", data, width, address, 32);
	release_scratch(r, &t);
}

/* Double shifts of 16 bits are defined for counts below 16; compilers rotate by them. */
static bool is_small_shift(const struct insn *i)
{
	int64_t count;

	return i->ops == 3 && i->op[0].kind == OP_IMM && str_number(str_from(i->op[0].text, 1), &count) &&
	       count >= 0 && count < 16;
}

static void refuse_16(struct rewriter *r, const struct insn *i)
{
	refuse(r, "R09: `%S` of 16 bits has results that differ between CPUs", i->mnemonic);
}

void do_not_16(struct rewriter *r, const struct insn *i, int arg)
{
	(void)arg;
	if (insn_width(i) == 16)
		refuse_16(r, i);
	else
		rewrite_plain(r, i);
}

/*
 * By cl, the result of 16 bits is undefined for counts above 15, which the validator
 * can not see.  Both registers' values in one of 32 bits, shifted, give the same for
 * all others.  `arg` is true for shld.
 */
void do_double_shift(struct rewriter *r, const struct insn *i, int arg)
{
	const struct operand *count = &i->op[0], *from = &i->op[1], *to = &i->op[2];
	struct scratch t;
	int both, half;

	if (insn_width(i) != 16 || is_small_shift(i)) {
		rewrite_plain(r, i);
		return;
	}
	if (i->ops != 3 || !is_gpr(count) || flags_live(r) || (is_gpr(to) && to->reg.number == REG_RSP)) {
		refuse_16(r, i);
		return;
	}
	take_scratch(r, i, 2, &t);
	both = t.reg[0], half = t.reg[1];
	put(r, "movzwl\t%o, %r", to, arg ? both : half, 32);
	put(r, "movzwl\t%o, %r", from, arg ? half : both, 32);
	put(r, "shll\t$16, %r", both, 32);
	put(r, "orl\t%r, %r", half, 32, both, 32);
	put(r, "%s\t%%cl, %r", arg ? "shll" : "shrl", both, 32);
	if (arg)
		put(r, "shrl\t$16, %r", both, 32);
	put(r, "movw\t%r, %o", both, 16, to);
	release_scratch(r, &t);
}

void do_not_registers(struct rewriter *r, const struct insn *i, int arg)
{
	(void)arg;
	if (i->ops == 2 && i->op[1].kind == OP_REG)
		refuse(r, "R09: `%S` between registers has results that differ between CPUs", i->mnemonic);
	else
		rewrite_plain(r, i);
}
