/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules for one instruction and for the sequences that end in it.  Each
 * function gives the reason of the first breach, or ZV_REASON_NONE.
 */
#ifndef ZVM_VALIDATOR_RULES_H
#define ZVM_VALIDATOR_RULES_H

#include "decode.h"

#include <zvm/layout.h>

/* Where an instruction stands: a bundle's bytes and what is known of it so far. */
struct zv_place {
	uint64_t bundle; /* address of the bundle */
	uint32_t at;     /* of the instruction in the bundle, in bytes */
	uint32_t starts; /* bit n: an instruction starts at byte n of the bundle */
};

ZV_HOT unsigned kind_of(uint64_t form)
{
	return (unsigned)(form >> FORM_KIND_SHIFT) & 15;
}

/*
 * R03 for an operand without prefix 67 that is not simply disp8(%rsp), and for
 * one with 67, of the instruction at `address`.
 */
ZV_RARE enum zv_reason check_operand(const struct zv_insn *i, uint64_t address)
{
	int64_t disp;

	if (i->has_67)
		return i->modrm_info & MODRM_RIP ? ZV_REASON_OPERAND_RIP_67 : ZV_REASON_NONE;
	if (i->rex & (REX_X | REX_B))
		return ZV_REASON_OPERAND;
	disp = load32(i->bytes + i->disp_at);
	if (i->modrm_info & MODRM_RIP) {
		uint64_t target = address + i->length + (uint64_t)disp;

		return target >= ZVM_NULL_END && target < ZVM_TOP ? ZV_REASON_NONE : ZV_REASON_OPERAND_RIP;
	}
	if (!(i->modrm_info & MODRM_SIB))
		return ZV_REASON_OPERAND;
	if (i->sib == 0x24)
		return !(i->modrm_info & MODRM_DISP32) || disp >= -128 ? ZV_REASON_NONE : ZV_REASON_OPERAND_RSP;
	if (i->sib == 0x25 && i->modrm_info & MODRM_MOD0)
		return disp >= 0 ? ZV_REASON_NONE : ZV_REASON_OPERAND_ABSOLUTE;
	return ZV_REASON_OPERAND;
}

/* R03: whether check_operand() has to look at the operand. */
ZV_HOT bool operand_is_simple(const struct zv_insn *i)
{
	bool touches = (i->form & FORM_TOUCHES) && (i->modrm_info & MODRM_MEMORY);
	bool confined = i->has_67 && !(i->modrm_info & MODRM_RIP);
	bool stack = (i->modrm_info & (MODRM_SIB | MODRM_DISP32)) == MODRM_SIB && i->sib == 0x24 &&
	             !(i->rex & (REX_X | REX_B));

	return !touches | confined | stack;
}

/* R04: whether it writes rsp in a form that may not. */
ZV_HOT bool breaks_stack_pointer(const struct zv_insn *i)
{
	uint32_t rsp = i->modrm_info >> MODRM_RSP_SHIFT | (uint32_t)(i->vvvv == 4) << 5;
	uint32_t written = (uint32_t)(i->form >> FORM_W_SHIFT) & 0x3F & rsp;

	written |= (i->form & FORM_W_OPCODE_RSP) != 0;
	written &= ~(i->rex & (REX_R | REX_B));
	if (i->form & FORM_RSP_OK)
		written = 0;
	return written && (!(i->form & FORM_BYTE) || i->rex & REX_PRESENT);
}

/* R01 to R04 as far as they concern one instruction. */
ZV_HOT enum zv_reason check_instruction(const struct zv_insn *i, const struct zv_place *place)
{
	uint64_t form = i->form;
	uint32_t rex = i->rex & ~(uint32_t)(form >> FORM_REX_SHIFT);

	if ((form & (FORM_VALID | FORM_NO_VVVV | FORM_STRING)) != FORM_VALID) {
		if (!(form & FORM_VALID))
			return (enum zv_reason)(form >> FORM_REASON_SHIFT & 0xFF);
		if (form & FORM_NO_VVVV && i->vvvv)
			return ZV_REASON_VVVV;
		if (form & FORM_STRING && !i->has_67)
			return ZV_REASON_STRING;
	}
	if (rex & 31)
		return kind_of(form) == KIND_JUMP || kind_of(form) == KIND_RET ? ZV_REASON_BRANCH_PREFIX : ZV_REASON_REX;
	if (i->has_67 && !(form & FORM_STRING) && !(i->modrm_info & MODRM_MEMORY))
		return kind_of(form) == KIND_PLAIN ? ZV_REASON_PREFIX_67 : ZV_REASON_BRANCH_PREFIX;
	if (place->at + i->length > ZVM_BUNDLE)
		return ZV_REASON_CROSSES;
	if (breaks_stack_pointer(i))
		return ZV_REASON_STACK_POINTER;
	if (!operand_is_simple(i)) {
		struct zv_insn copy = *i;

		return check_operand(&copy, place->bundle + place->at);
	}
	return ZV_REASON_NONE;
}

/*
 * Whether the `n` bytes before the instruction are `bytes`, and the first of them
 * starts an instruction: then the instructions between follow from the bytes.
 */
static bool preceded_by(const struct zv_insn *i, const struct zv_place *place, const uint8_t *bytes, unsigned n)
{
	return place->at >= n && place->starts >> (place->at - n) & 1 && !memcmp(i->bytes - n, bytes, n);
}

/* A sequence is one: nothing may branch to the instructions after its first. */
static void close_sequence(struct zv_place *place, unsigned n)
{
	unsigned first = place->at - n;

	place->starts &= ((uint32_t)2 << first) - 1;
}

/* R06: and $-32,%eX before jmp|call *%rX. */
static enum zv_reason check_indirect(const struct zv_insn *i, struct zv_place *place)
{
	unsigned extended = i->rex & REX_B;
	uint8_t mask[4] = {0x41, 0x83, (uint8_t)(0xE0 | (i->modrm & 7)), 0xE0};

	if (i->rex & REX_PRESENT && !extended)
		return ZV_REASON_BRANCH_PREFIX;
	if ((i->modrm & 7) == 4 && !extended)
		return ZV_REASON_INDIRECT;
	if (!preceded_by(i, place, mask + !extended, 3 + extended))
		return ZV_REASON_INDIRECT;
	close_sequence(place, 3 + extended);
	return ZV_REASON_NONE;
}

/* R07: pop %r11; and $-32,%r11d; push %r11 before ret. */
static enum zv_reason check_ret(const struct zv_insn *i, struct zv_place *place)
{
	static const uint8_t before[] = {0x41, 0x5B, 0x41, 0x83, 0xE3, 0xE0, 0x41, 0x53};

	if (!preceded_by(i, place, before, sizeof before))
		return ZV_REASON_RET;
	close_sequence(place, sizeof before);
	return ZV_REASON_NONE;
}

/* R09: mov %ecx,%ecx, then edi and esi if it uses them, before a repeated string instruction. */
static enum zv_reason check_rep(const struct zv_insn *i, struct zv_place *place)
{
	uint8_t before[6] = {0x89, 0xC9};
	unsigned n = 2;

	if (i->form & FORM_RDI)
		before[n++] = 0x89, before[n++] = 0xFF;
	if (i->form & FORM_RSI)
		before[n++] = 0x89, before[n++] = 0xF6;
	if (!preceded_by(i, place, before, n))
		return ZV_REASON_REP;
	close_sequence(place, n);
	return ZV_REASON_NONE;
}

/* R09: andl $0xffff,disp(%rsp) before ldmxcsr disp(%rsp). */
static enum zv_reason check_ldmxcsr(const struct zv_insn *i, struct zv_place *place)
{
	enum { REG = 7 << 3, AND = 4 << 3 }; /* of modrm: 81 /4 is and */
	uint8_t before[11] = {0x81, (uint8_t)((i->modrm & ~REG) | AND), 0x24};
	unsigned disp, n;

	if (i->has_67 || i->rex || !(i->modrm_info & MODRM_SIB) || i->sib != 0x24)
		return ZV_REASON_LDMXCSR;
	disp = i->length - 4;
	n = 3 + disp + 4;
	memcpy(before + 3, i->bytes + 4, disp);
	before[3 + disp] = before[4 + disp] = 0xFF;
	before[5 + disp] = before[6 + disp] = 0;
	if (!preceded_by(i, place, before, n))
		return ZV_REASON_LDMXCSR;
	close_sequence(place, n);
	return ZV_REASON_NONE;
}

/* R02: for each length, the one string of bytes that assemblers emit. */
static enum zv_reason check_nop(const struct zv_insn *i)
{
	static const uint8_t longest[] = {0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0};
	static const uint8_t shorter[][9] = {
		{0x0F, 0x1F, 0x00}, {0x0F, 0x1F, 0x40, 0}, {0x0F, 0x1F, 0x44, 0, 0}, {0x66, 0x0F, 0x1F, 0x44, 0, 0},
		{0x0F, 0x1F, 0x80, 0, 0, 0, 0}, {0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0}, {0x66, 0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0}};
	const uint8_t *want;

	if (i->length < 3 || i->length > sizeof longest)
		return ZV_REASON_NOP_FORM;
	want = i->length < 10 ? shorter[i->length - 3] : longest + sizeof longest - i->length;
	return memcmp(i->bytes, want, i->length) ? ZV_REASON_NOP_FORM : ZV_REASON_NONE;
}

/* The kinds that concern bytes before them; jumps are checked by their user. */
ZV_RARE enum zv_reason check_kind(const struct zv_insn *i, struct zv_place *place)
{
	switch (kind_of(i->form)) {
	case KIND_INDIRECT:
		return check_indirect(i, place);
	case KIND_RET:
		return check_ret(i, place);
	case KIND_REP:
		return check_rep(i, place);
	case KIND_LDMXCSR:
		return check_ldmxcsr(i, place);
	case KIND_NOP:
		return check_nop(i);
	case KIND_SHIFT16: /* R09: compilers emit it for rotates, with small counts */
		return i->bytes[i->length - 1] < 16 ? ZV_REASON_NONE : ZV_REASON_SHIFT16;
	default:
		return ZV_REASON_UNKNOWN;
	}
}

#endif
