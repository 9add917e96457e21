/* SPDX-License-Identifier: Apache-2.0 */
#include "confine.h"

#include "thread_pointer.h"

enum { RED_ZONE = 128 };

/* `disp(%rsp)` that rule R03 allows without prefix. */
static bool is_stack_slot(const struct operand *op)
{
	int64_t disp = 0;

	if (op->base.number != REG_RSP || op->base.width != 64 || op->index.number != REG_NONE || op->segment.n)
		return false;
	return !op->disp.n || (str_number(op->disp, &disp) && disp >= -RED_ZONE && disp <= INT32_MAX);
}

static bool has_at_sign(struct str s)
{
	return memchr(s.p, '@', s.n) != NULL;
}

bool operand_changes(const struct operand *op)
{
	if (op->kind == OP_IMM)
		return has_at_sign(op->text);
	if (op->kind != OP_MEM)
		return false;
	if (op->segment.n || (op->disp.n && has_at_sign(op->disp)))
		return true;
	if (is_absolute(op) || op->base.number == REG_RIP)
		return false;
	return !is_stack_slot(op);
}

static const char *register_refusal(struct str name)
{
	static const struct {
		const char *prefix, *reason;
	} refused[] = {
		{"%mm", "R02: MMX is not available; use SSE2 (zvm-gcc makes it of MMX intrinsics)"},
		{"%cr", "R08: control registers are not available"},
		{"%dr", "R08: debug registers are not available"},
		{"%db", "R08: debug registers are not available"},
		{"%tr", "R08: test registers are not available"},
		{"%bnd", "R02: MPX is not available"},
		{"%tmm", "R02: AMX is not available"},
	};
	static const char *const segments[] = {"%cs", "%ds", "%es", "%fs", "%gs", "%ss"};

	for (size_t k = 0; k < sizeof refused / sizeof *refused; k++)
		if (str_begins(name, refused[k].prefix))
			return refused[k].reason;
	for (size_t k = 0; k < sizeof segments / sizeof *segments; k++)
		if (str_is(name, segments[k]))
			return "R08: segment registers are not available";
	return NULL;
}

bool operand_faults(const struct operand *op)
{
	int64_t value;

	return op->kind == OP_MEM && is_absolute(op) && !op->segment.n && str_number(op->disp, &value) && value < 0;
}

const char *operand_refusal(const struct operand *op)
{
	int64_t value;

	if (op->kind == OP_IMM)
		return NULL;
	if (op->kind == OP_REG) {
		if (op->reg.number != REG_OTHER)
			return NULL;
		return register_refusal(op->text);
	}
	if (str_is(op->segment, "gs"))
		return "R03: the segment %gs belongs to the host";
	if (op->base.number == REG_RIP && (op->base.width != 64 || str_number(op->disp, &value)))
		return "R03: a distance from %rip as a number does not survive rewriting; use a label";
	if (is_absolute(op) && !op->segment.n && str_number(op->disp, &value) && value > INT32_MAX)
		return "R03: the address needs a register";
	return NULL;
}

static void put_register(struct out *o, struct reg r, struct str text)
{
	if (r.number == REG_OTHER) /* %riz, the absent index */
		out_text(o, "%eiz", str_is(text, "%riz") || str_is(text, "%eiz") ? 4 : 0);
	else
		out_format(o, "%r", (int)r.number, 32);
}

/* Expressions name thread-local storage relative to the constant thread pointer. */
static void put_disp(struct out *o, const struct operand *op)
{
	if (op->disp.n && has_at_sign(op->disp))
		put_tls_expression(o, op->disp);
	else
		out_str(o, op->disp);
	if (str_is(op->segment, "fs"))
		out_format(o, op->disp.n ? "+%s" : "%s", ZVM_TP_TEXT);
}

void confined_operand(struct out *o, const struct operand *op)
{
	if (op->kind == OP_IMM && has_at_sign(op->text)) {
		put_tls_expression(o, op->text);
		return;
	}
	if (op->kind != OP_MEM || !operand_changes(op)) {
		out_str(o, op->text);
		return;
	}
	put_disp(o, op);
	if (is_absolute(op))
		return;
	if (op->base.number == REG_RIP) {
		out_text(o, "(%rip)", 6);
		return;
	}
	out_text(o, "(", 1);
	if (op->base.number != REG_NONE) {
		if (is_stack_slot(op))
			out_text(o, "%rsp", 4);
		else
			put_register(o, op->base, (struct str){NULL, 0});
	}
	if (op->index.number != REG_NONE) {
		out_text(o, ",", 1);
		put_register(o, op->index, op->index_text);
		if (op->scale.n) {
			out_text(o, ",", 1);
			out_str(o, op->scale);
		}
	}
	out_text(o, ")", 1);
}
