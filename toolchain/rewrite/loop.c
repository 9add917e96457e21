/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Small loops shall not cross a line of 64 bytes.
 *
 * CPUs fetch decoded code by lines; a loop of a few instructions that lies in two is up to
 * twice as slow.  Compilers align all loops to 16, which leaves that to chance.  To align
 * all to 64 costs more than it gains: the padding is executed, and most loops run
 * shortly.  So a loop is aligned only if it is short and would cross a line.
 */
#include "handlers.h"

enum { LINE_SHIFT = 6, LINE = 1 << LINE_SHIFT, BUNDLE = 32, INSTRUCTIONS_MAX = 24 };

static bool fits_byte(struct str s)
{
	int64_t n;
	return str_number(s, &n) && n >= INT8_MIN && n <= INT8_MAX;
}

static unsigned memory_length(const struct operand *op)
{
	bool stack = op->base.number == RSP, rip = op->base.number == REG_RIP;
	unsigned n = !stack && !rip; /* prefix 67 */
	if (rip)
		return n + 4;
	n += stack || op->index.number != REG_NONE || is_absolute(op);
	if (op->base.number == REG_NONE)
		return n + 4;
	return op->disp.n ? n + (fits_byte(op->disp) ? 1 : 4) : n;
}

/* About as many bytes as the assembler will make; a byte off does no harm. */
static unsigned guess_length(const struct insn *i)
{
	bool rex = false, vector = false, memory = false;
	unsigned n = 2, immediate = 0;

	for (int k = 0; k < i->ops; k++) {
		const struct operand *op = &i->op[k];
		if (op->kind == OP_MEM) {
			n += memory_length(op);
			memory = true;
			rex |= op->base.number >= R8 && op->base.number < GPRS;
			rex |= op->index.number >= R8 && op->index.number < GPRS;
		} else if (op->kind == OP_IMM) {
			immediate = fits_byte(str_from(op->text, op->text.n > 0)) ? 1 : 4;
		} else if (is_gpr(op)) {
			rex |= op->reg.width == 64 || op->reg.number >= R8;
			n += op->reg.width == 16;
		} else {
			vector = true;
		}
	}
	if (immediate && !memory && str_begins(i->mnemonic, "mov"))
		return rex ? 6 : 5;
	if (vector)
		n += str_begins(i->mnemonic, "v") ? 2 : 2 + rex;
	else if (str_begins(i->mnemonic, "movz") || str_begins(i->mnemonic, "movs") || str_begins(i->mnemonic, "cmov") ||
	         str_begins(i->mnemonic, "imul") || str_begins(i->mnemonic, "set"))
		n += 1U + rex;
	else
		n += rex;
	return n + immediate;
}

/* What ends a loop that is no small one. */
static bool leaves(const struct insn *i)
{
	return i->error || str_begins(i->mnemonic, "call") || str_begins(i->mnemonic, "ret") || i->repeat.n ||
		(i->ops == 1 && i->op[0].indirect);
}

static bool is_jump(const struct insn *i)
{
	return i->ops == 1 && i->mnemonic.n && *i->mnemonic.p == 'j';
}

/* Bytes from the label, statement `n`, to the end of the last jump back to it; 0 if there is none near. */
static unsigned loop_length(const struct rewriter *r, size_t n)
{
	struct str label = r->all.items[n].text;
	unsigned length = 0, loop = 0, instructions = 0;

	for (n++; n < r->all.count && instructions < INSTRUCTIONS_MAX; n++) {
		const struct statement *st = &r->all.items[n];
		struct str args = st->text;
		struct insn i;

		if (st->kind == ST_DIRECTIVE && str_is(str_word(&args), ".p2align"))
			break; /* another loop */
		if (st->kind == ST_LABEL && st->target)
			break;
		if (st->kind != ST_INSN)
			continue;
		insn_parse(st->text, &i);
		if (leaves(&i))
			break;
		length += guess_length(&i);
		instructions++;
		if (is_jump(&i) && str_same(str_trim(i.rest), label))
			loop = length;
	}
	return loop;
}

/* Alignments and line numbers may stand before the label. */
static size_t next_label(const struct rewriter *r, size_t n)
{
	for (; n < r->all.count && r->all.items[n].kind != ST_LABEL; n++) {
		struct str args = r->all.items[n].text, word = str_word(&args);
		if (r->all.items[n].kind == ST_INSN ||
		    (r->all.items[n].kind == ST_DIRECTIVE && !str_is(word, ".p2align") && !str_is(word, ".loc")))
			return r->all.count;
	}
	return n;
}

bool loop_align(struct rewriter *r)
{
	size_t label = r->compiled ? next_label(r, r->at) : r->all.count;
	unsigned length = label < r->all.count && !r->all.items[label].target ? loop_length(r, label) : 0;

	length += length / 12; /* padding */
	if (length < 2 || length > LINE)
		return false;
	for (size_t n = r->at + 1; n < label; n++) {
		struct str args = r->all.items[n].text;
		if (r->all.items[n].kind == ST_DIRECTIVE && str_is(str_word(&args), ".p2align"))
			r->all.items[n].kind = ST_NOTHING;
	}
	/* Only if it is crossed, and no further than to the bundle's end: nops cross none. */
	out_format(&r->out, "\t.p2align\t%d, , %d\n", LINE_SHIFT, (int)(length - 1 < BUNDLE ? length - 1 : BUNDLE));
	return true;
}
