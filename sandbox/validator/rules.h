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

/* R03 for a memory operand of the instruction at `address` that facts.py finds open. */
static enum zv_reason check_operand(const struct zv_insn *i, uint64_t address)
{
	unsigned mod = i->modrm >> 6;
	bool has_sib = (i->modrm & 7) == 4;
	int64_t disp;

	if (i->has_67) /* FACT_RIP */
		return ZV_REASON_OPERAND_RIP_67;
	if (i->rex & (REX_X | REX_B))
		return ZV_REASON_OPERAND;
	if (!(i->facts & FACT_RIP) && !(has_sib && i->sib == SIB_RSP && mod == 2) &&
	    !(has_sib && i->sib == SIB_ABSOLUTE && mod == 0))
		return ZV_REASON_OPERAND;
	disp = load32(i->bytes + i->modrm_at + 1 + has_sib);
	if (i->facts & FACT_RIP) {
		uint64_t target = address + i->length + (uint64_t)disp;

		return target >= ZVM_NULL_END && target < ZVM_TOP ? ZV_REASON_NONE : ZV_REASON_OPERAND_RIP;
	}
	if (mod == 2)
		return disp >= -128 ? ZV_REASON_NONE : ZV_REASON_OPERAND_RSP;
	return disp >= 0 ? ZV_REASON_NONE : ZV_REASON_OPERAND_ABSOLUTE;
}

/* Sets of facts, by what they say. */
enum {
	FACTS_REX = FACT_REX_B | FACT_REX_X | FACT_REX_R | FACT_REX,
	FACTS_ADDRESS = FACT_ADDRESS | FACT_ADDRESS_REGISTER,
	FACTS_OPERAND = FACT_OPEN | FACT_OPEN_REX | FACT_RIP,
	FACTS_RSP = FACT_RSP_RM | FACT_RSP_REG | FACT_RSP_OPCODE | FACT_SPL_RM | FACT_SPL_REG | FACT_SPL_OPCODE | FACT_RSP_VVVV
};

/* R01 to R04 as far as they concern one instruction. */
ZV_RARE enum zv_reason check_instruction(const struct zv_insn *i, const struct zv_place *place)
{
	enum zv_kind kind = kind_of(i->form);

	if (kind == KIND_REFUSED) {
		unsigned reason = i->form >> FORM_REASON_SHIFT & 0xFF;

		return reason < ZV_REASON_COUNT ? (enum zv_reason)reason : ZV_REASON_UNKNOWN;
	}
	if (i->facts & FACT_VVVV)
		return ZV_REASON_VVVV;
	if (i->facts & FACT_STRING)
		return ZV_REASON_STRING;
	if (i->facts & FACTS_REX)
		return kind == KIND_JUMP || kind == KIND_RET ? ZV_REASON_BRANCH_PREFIX : ZV_REASON_REX;
	if (i->facts & FACTS_ADDRESS)
		return kind == KIND_PLAIN ? ZV_REASON_PREFIX_67 : ZV_REASON_BRANCH_PREFIX;
	if (place->at + i->length > ZVM_BUNDLE)
		return ZV_REASON_CROSSES;
	if (i->facts & FACTS_RSP)
		return ZV_REASON_STACK_POINTER;
	if (i->facts & FACTS_OPERAND)
		return check_operand(i, place->bundle + place->at);
	return ZV_REASON_NONE;
}

/*
 * Whether the `n` bytes before the instruction are `bytes`, and the first of them
 * starts an instruction: then the instructions between follow from the bytes.
 */
static bool preceded_by(const struct zv_insn *i, const struct zv_place *place, const uint8_t *bytes, unsigned n)
{
	uint32_t first = place->at - n; /* wraps if there are not so many in the bundle */

	return first < ZVM_BUNDLE && place->starts >> first & 1 && !memcmp(i->bytes - place->at + first, bytes, n);
}

/* A sequence is one: nothing may branch to the instructions after its first. */
static void close_sequence(struct zv_place *place, unsigned n)
{
	uint32_t first = (place->at - n) % ZVM_BUNDLE;

	place->starts &= ~(((uint32_t)2 << place->at) - ((uint32_t)2 << first));
}

/* R06: and $-32,%eX before jmp|call *%rX. */
static enum zv_reason check_indirect(const struct zv_insn *i, struct zv_place *place)
{
	bool extended = i->rex & REX_B;
	uint8_t mask[4] = {0x41, 0x83, (uint8_t)(0xE0 | (i->modrm & 7)), 0xE0};

	if (i->rex & REX_PRESENT && !extended)
		return ZV_REASON_BRANCH_PREFIX;
	if ((i->modrm & 7) == 4 && !extended)
		return ZV_REASON_INDIRECT;
	if (!(extended ? preceded_by(i, place, mask, 4) : preceded_by(i, place, mask + 1, 3)))
		return ZV_REASON_INDIRECT;
	close_sequence(place, extended ? 4 : 3);
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
	static const uint8_t disps[4] = {0, 1, 4}; /* by mod; 3 is no memory operand */
	uint8_t before[11] = {0x81, (uint8_t)((i->modrm & ~REG) | AND), SIB_RSP};
	unsigned disp = disps[i->modrm >> 6], n = 3 + disp + 4;

	if (i->has_67 || i->rex || (i->modrm & 7) != 4 || i->sib != SIB_RSP)
		return ZV_REASON_LDMXCSR;
	memcpy(before + 3, i->bytes + 4, disp);
	before[3 + disp] = before[4 + disp] = 0xFF;
	before[5 + disp] = before[6 + disp] = 0;
	if (!preceded_by(i, place, before, n))
		return ZV_REASON_LDMXCSR;
	close_sequence(place, n);
	return ZV_REASON_NONE;
}

/* R02: for each length, the one string of bytes that assemblers emit. */
ZV_HOT bool is_nop(const uint8_t *bytes, unsigned length)
{
	static const uint8_t nops[16][16] = {
		[3] = {0x0F, 0x1F, 0x00}, [4] = {0x0F, 0x1F, 0x40}, [5] = {0x0F, 0x1F, 0x44}, [6] = {0x66, 0x0F, 0x1F, 0x44},
		[7] = {0x0F, 0x1F, 0x80}, [8] = {0x0F, 0x1F, 0x84}, [9] = {0x66, 0x0F, 0x1F, 0x84},
		[10] = {0x66, 0x2E, 0x0F, 0x1F, 0x84}, [11] = {0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84},
		[12] = {0x66, 0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84}, [13] = {0x66, 0x66, 0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84},
		[14] = {0x66, 0x66, 0x66, 0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84},
		[15] = {0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x2E, 0x0F, 0x1F, 0x84}};
	uint64_t low, high;

	if (length < 3 || length > 15)
		return false;
	low = load64(bytes) ^ load64(nops[length]);
	high = load64(bytes + 8) ^ load64(nops[length] + 8);
	/* what lies behind the nop does not count */
	if (length < 8)
		return low << (64 - 8 * length) == 0;
	return low == 0 && (length == 8 || high << (128 - 8 * length) == 0);
}

/* Something else than a nop may stand behind 66 and 2E, too. */
static enum zv_reason check_nop(const struct zv_insn *i)
{
	uint32_t n = 0;

	if (is_nop(i->bytes, i->length))
		return ZV_REASON_NONE;
	while (n < i->length && (i->bytes[n] == 0x66 || i->bytes[n] == 0x67 || i->bytes[n] == 0x2E))
		n++;
	return n < i->length && i->bytes[n] == 0x0F ? ZV_REASON_NOP_FORM : ZV_REASON_UNKNOWN;
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
