/* SPDX-License-Identifier: Apache-2.0 */
/* Instructions that touch memory in a way of their own. */
#include "flags.h"
#include "handlers.h"
#include "thread_pointer.h"

/* movsd and cmpsd are also the names of SSE instructions. */
static bool is_string(const struct insn *i)
{
	bool stores_register = str_begins(i->mnemonic, "stos") || str_begins(i->mnemonic, "scas");

	if (!i->ops)
		return true;
	if (i->ops == 1)
		return i->op[0].kind == OP_MEM;
	if (stores_register || str_begins(i->mnemonic, "lods"))
		return i->ops == 2 && (i->op[0].kind == OP_MEM) != (i->op[1].kind == OP_MEM);
	return i->ops == 2 && i->op[0].kind == OP_MEM && i->op[1].kind == OP_MEM;
}

/* b, w, l or q from the mnemonic or the register of the long form. */
static char string_suffix(const struct insn *i)
{
	char last = i->mnemonic.p[i->mnemonic.n - 1];

	if (i->mnemonic.n == 5)
		return last == 'd' ? 'l' : last;
	for (int k = 0; k < i->ops; k++)
		switch (i->op[k].reg.width * (i->op[k].kind == OP_REG)) {
		case 8: return 'b';
		case 16: return 'w';
		case 32: return 'l';
		case 64: return 'q';
		}
	return 0;
}

/* Rule R09: makers differ in what is left of the upper halves when the count is 0. */
void do_string(struct rewriter *r, const struct insn *i, int arg)
{
	char suffix[2] = {string_suffix(i), 0};

	if (!is_string(i)) {
		rewrite_plain(r, i);
		return;
	}
	for (int k = 0; k < i->ops; k++)
		if (i->op[k].kind == OP_MEM && i->op[k].segment.n && !str_is(i->op[k].segment, "es") && !str_is(i->op[k].segment, "ds")) {
			refuse(r, "R03: string instructions can not use %%%S", i->op[k].segment);
			return;
		}
	if (!*suffix) {
		refuse(r, "R02: the size of `%S` is not clear", i->mnemonic);
		return;
	}
	begin_lock(r);
	if (i->repeat.n) {
		put(r, "movl\t%%ecx, %%ecx");
		if (arg & USES_RDI)
			put(r, "movl\t%%edi, %%edi");
		if (arg & USES_RSI)
			put(r, "movl\t%%esi, %%esi");
		put(r, "addr32 %S %S%s", i->repeat, (struct str){i->mnemonic.p, 4}, suffix);
	} else {
		put(r, "addr32 %S%s", (struct str){i->mnemonic.p, 4}, suffix);
	}
	end_lock(r);
}

/* The forms A0-A3 hold 64 bits of address; ordinary ones reach all that is linked. */
void do_moffs(struct rewriter *r, const struct insn *i, int arg)
{
	(void)arg;
	if (i->ops == 2 && (i->op[0].kind == OP_MEM || i->op[1].kind == OP_MEM))
		put(r, "mov\t%o, %o", &i->op[0], &i->op[1]);
	else
		rewrite_plain(r, i);
}

void do_xlat(struct rewriter *r, const struct insn *i, int arg)
{
	struct insn uses = *i;
	struct scratch t;

	(void)arg;
	uses.op[0] = (struct operand){.kind = OP_REG, .reg = {RAX, 64, false}};
	uses.op[1] = (struct operand){.kind = OP_REG, .reg = {RBX, 64, false}};
	uses.ops = 2;
	take_scratch(r, &uses, 1, &t);
	put(r, "movzbl\t%%al, %r", t.reg[0], 32);
	put(r, "movb\t(%%ebx,%r), %%al", t.reg[0], 32);
	release_scratch(r, &t);
}

/* Rule R09: only after masking the reserved bits, here in a copy on the stack. */
void do_ldmxcsr(struct rewriter *r, const struct insn *i, int arg)
{
	enum { COPY_AT = SCRATCH_AT - 8 * SCRATCH_MAX, FLAGS_AT = -FLAGS_SIZE, R11_AT = FLAGS_AT - 8 };
	bool flags = flags_live(r);
	struct scratch t;

	(void)arg;
	if (i->ops != 1 || i->op[0].kind != OP_MEM) {
		refuse(r, "R02: `ldmxcsr` needs a memory operand");
		return;
	}
	take_scratch(r, i, 1, &t);
	put(r, "movl\t%o, %r", &i->op[0], t.reg[0], 32);
	put(r, "movl\t%r, %d(%%esp)", t.reg[0], 32, COPY_AT);
	release_scratch(r, &t);
	if (flags) {
		put(r, "movq\t%%r11, %d(%%esp)", COPY_AT + R11_AT);
		keep_flags(r, COPY_AT + FLAGS_AT);
	}
	put(r, "leal\t%d(%%rsp), %%esp", COPY_AT);
	begin_lock(r);
	put(r, "andl\t$0xFFFF, (%%rsp)");
	put(r, "ldmxcsr\t(%%rsp)");
	end_lock(r);
	if (flags) {
		return_flags(r, FLAGS_AT);
		put(r, "movq\t%d(%%rsp), %%r11", R11_AT);
	}
	put(r, "leal\t%d(%%rsp), %%esp", -COPY_AT);
}

/* lea touches no memory, so its operand keeps 64-bit registers. */
void do_lea(struct rewriter *r, const struct insn *i, int arg)
{
	(void)arg;
	if (i->ops == 2 && i->op[0].kind == OP_MEM && i->op[0].disp.n && memchr(i->op[0].disp.p, '@', i->op[0].disp.n)) {
		struct out text = {0};

		put_tls_expression(&text, i->op[0].text);
		put(r, "%S\t%S, %S", i->mnemonic, (struct str){text.p, text.n}, i->op[1].text);
		out_free(&text);
	} else {
		put(r, "%S\t%S", i->mnemonic, i->rest);
	}
}
