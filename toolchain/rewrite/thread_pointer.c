/* SPDX-License-Identifier: Apache-2.0 */
#include "thread_pointer.h"

#include "rewrite.h"

#include "../../sandbox/abi/zvm/layout.h"

_Static_assert(ZVM_TP == 0x1F000, "ZVM_TP_TEXT is another address");

void put_tls_expression(struct out *o, struct str e)
{
	size_t at = str_find(e, "@dtpoff");

	if (at == SIZE_MAX) {
		out_str(o, e);
		return;
	}
	out_text(o, e.p, at);
	out_text(o, "@tpoff", 6);
	put_tls_expression(o, str_from(e, at + 7));
}

/* The symbol of `symbol@model`, if it is that model. */
static bool names_model(const struct operand *op, const char *model, struct str *symbol)
{
	size_t at = op->kind == OP_MEM && op->disp.n ? str_find(op->disp, model) : SIZE_MAX;

	if (at == SIZE_MAX)
		return false;
	*symbol = (struct str){op->disp.p, at};
	return true;
}

/* `%fs:0`, where the ABI keeps the thread pointer itself. */
static bool is_thread_pointer(const struct operand *op)
{
	int64_t value;

	return op->kind == OP_MEM && is_absolute(op) && str_is(op->segment, "fs") && str_number(op->disp, &value) && !value;
}

/* The same instruction with another first operand. */
static void put_with_first(struct rewriter *r, const struct insn *i, const char *format, struct str symbol)
{
	struct out text = {0};

	out_format(&text, format, symbol);
	if (i->ops == 1) {
		put(r, "%S\t%S", i->mnemonic, (struct str){text.p, text.n});
	} else {
		put(r, "%S\t%S, %o", i->mnemonic, (struct str){text.p, text.n}, &i->op[1]);
	}
	out_free(&text);
}

static void read_thread_pointer(struct rewriter *r, const struct insn *i)
{
	if (i->ops > 2 || insn_width(i) != 64) {
		refuse(r, "R03: %%fs:0 is only available as the thread pointer, to be read in 64 bits");
		return;
	}
	if (i->ops == 2 && str_begins(i->mnemonic, "mov") && is_gpr(&i->op[1]))
		put(r, "movl\t$%s, %r", ZVM_TP_TEXT, (int)i->op[1].reg.number, 32);
	else
		put_with_first(r, i, "$" ZVM_TP_TEXT, (struct str){NULL, 0});
}

static bool is_call_of_tls_get_addr(const struct insn *i)
{
	return i->ops == 1 && str_begins(i->mnemonic, "call") && str_begins(i->op[0].text, "__tls_get_addr");
}

bool rewrite_tls(struct rewriter *r, const struct insn *i)
{
	struct str symbol;

	if (!i->ops)
		return false;
	if (r->tls_symbol.p && is_call_of_tls_get_addr(i)) {
		if (r->tls_symbol.n)
			put(r, "movl\t$%S@tpoff+%s, %%eax", r->tls_symbol, ZVM_TP_TEXT);
		else
			put(r, "movl\t$%s, %%eax", ZVM_TP_TEXT);
		r->tls_symbol = (struct str){NULL, 0};
		return true;
	}
	if (is_thread_pointer(&i->op[i->ops - 1]) && i->ops > 1) {
		refuse(r, "R03: %%fs:0 is only available as the thread pointer, to be read");
		return true;
	}
	if (i->op[0].kind != OP_MEM)
		return false;
	if (names_model(&i->op[0], "@tlscall", &symbol))
		return true; /* the descriptor's call: the offset is in rax already */
	if (is_thread_pointer(&i->op[0]) && !str_begins(i->mnemonic, "lea")) {
		read_thread_pointer(r, i);
		return true;
	}
	if (names_model(&i->op[0], "@gottpoff", &symbol)) {
		put_with_first(r, i, "$%S@tpoff", symbol);
		return true;
	}
	if (!str_begins(i->mnemonic, "lea"))
		return false;
	if (names_model(&i->op[0], "@tlsdesc", &symbol))
		put(r, "movq\t$%S@tpoff, %%rax", symbol);
	else if (names_model(&i->op[0], "@tlsgd", &symbol))
		r->tls_symbol = symbol;
	else if (names_model(&i->op[0], "@tlsld", &symbol))
		r->tls_symbol = (struct str){"", 0};
	else
		return false;
	return true;
}
