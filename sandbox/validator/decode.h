/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes to one instruction, by the tables; no policy.
 *
 * The common prefixes are taken off by table, without branches, because in real code
 * they are unpredictable.  The rest (VEX, three-byte maps, two mandatory prefixes) goes
 * through decode_escape().
 */
#ifndef ZVM_VALIDATOR_DECODE_H
#define ZVM_VALIDATOR_DECODE_H

#include "tables.h"

#include "reasons.h"

#include <stdbool.h>
#include <string.h>
#include <zvm/feature.h>

#include "tables.inc"

/* What is read of an instruction lies in so many bytes from its first one on; no length is more, of refused ones neither. */
enum { DECODE_REACH = 32 };

/* REX bits as in the prefix; W is part of the row. */
enum { REX_B = 1, REX_X = 2, REX_R = 4, REX_PRESENT = 0x40 };

/* SIB bytes that stand for disp(%rsp) and, with mod 0, for an absolute address. */
enum { SIB_RSP = 0x24, SIB_ABSOLUTE = 0x25 };

struct zv_insn {
	uint64_t form;
	const uint8_t *bytes;
	uint32_t facts;    /* FACT_*, see facts.py: what the rules must look at */
	uint32_t length;   /* bytes; meaningful if the form is tabled, also as refused */
	uint32_t rex;      /* REX_* */
	uint32_t vvvv;     /* of VEX, not inverted; 0 without VEX */
	uint32_t modrm_at; /* offset behind the opcode: of the modrm byte, if the form has one */
	uint8_t opcode, modrm, sib; /* modrm and sib: the bytes that stand there */
	bool has_67;
};

static const uint8_t zv_pp[256] = {[0x66] = PP_66, [0xF2] = PP_F2, [0xF3] = PP_F3};

ZV_HOT uint64_t load64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

ZV_HOT int32_t load32(const uint8_t *p)
{
	int32_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

ZV_HOT enum zv_kind kind_of(uint64_t form)
{
	return (enum zv_kind)(form >> FORM_KIND_SHIFT & 15);
}

/* Bytes of immediate or branch distance; they end the instruction. */
ZV_HOT uint32_t immediate_of(uint64_t form)
{
	return (uint32_t)(form >> FORM_LENGTH_SHIFT) - 1;
}

/*
 * `p`: where the opcode is; `before`: how many bytes came before it; `prefixes`: the
 * facts that they allow.
 */
ZV_HOT void decode_tail(struct zv_insn *i, unsigned row_cells, const uint8_t *p, unsigned before, uint32_t prefixes)
{
	struct zv_cell cell = zv_tables.cell[row_cells + p[0]];
	uint8_t modrm = p[1], sib = p[2];
	uint64_t operand = zv_tables.operand[(unsigned)zv_tables.sib_class[sib] | modrm];
	uint32_t selector = (uint32_t)(operand >> OPERAND_SELECTOR_SHIFT);
	uint64_t form = zv_tables.form[cell.form + (selector & cell.mask)];
	uint32_t both = (uint32_t)operand & (uint32_t)form;

	i->form = form;
	i->facts = both & prefixes;
	i->modrm_at = before + 1;
	i->opcode = p[0];
	i->modrm = modrm;
	i->sib = sib;
	i->length = before + (both & OPERAND_LENGTH) + (uint32_t)(form >> FORM_LENGTH_SHIFT);
}

/* C5 and C4: R, X, B and vvvv are inverted in the bytes. */
static inline void decode_vex(struct zv_insn *i, const uint8_t *p, unsigned at)
{
	unsigned two = p[at] == 0xC5, last = p[at + 2 - two], map = two ? 1 : p[at + 1] & 31;
	unsigned w = two ? 0 : last >> 7, rxb = ~(unsigned)p[at + 1] >> 5 & 7;
	/* VEX numbers the prefixes 66, F3, F2. */
	static const uint8_t pp[4] = {PP_NONE, PP_66, PP_F3, PP_F2};
	uint32_t facts;
	unsigned row;

	if (map < 1 || map > 3)
		return;
	row = ROW_VEX + ((map - 1) << 4 | (last >> 2 & 1) << 3 | w << 2 | pp[last & 3]);
	i->rex = two ? rxb & REX_R : rxb;
	i->vvvv = ~last >> 3 & 15;
	facts = zv_tables.facts_of_vex[i->rex];
	facts |= i->vvvv ? FACT_VVVV : 0;
	facts |= i->vvvv == 4 ? FACT_RSP_VVVV : 0;
	decode_tail(i, row << 8, p + at + 3 - two, at + 3 - two, facts & zv_tables.facts_of_67[i->has_67]);
}

/* What decode_plain() leaves out; leaves i->form as it is if it is nothing of that. */
static void decode_escape(struct zv_insn *i, const uint8_t *p)
{
	static const uint8_t pairs[4][4] = {
		[PP_66] = {[PP_F2] = PP_66F2, [PP_F3] = PP_66F3}, [PP_F2] = {[PP_66] = PP_F266}, [PP_F3] = {[PP_66] = PP_F366}};
	unsigned at = i->has_67, first = zv_pp[p[at]], row, map = 0, w = 0;
	uint32_t facts = zv_tables.facts_of_67[i->has_67];

	i->rex = 0;
	if ((p[at] & 0xFE) == 0xC4) {
		decode_vex(i, p, at);
		return;
	}
	row = first;
	at += first != PP_NONE;
	if (first != PP_NONE && pairs[first][zv_pp[p[at]]]) {
		row = pairs[first][zv_pp[p[at]]];
		at++;
	}
	if ((p[at] & 0xF0) == 0x40) {
		i->rex = p[at] & (REX_R | REX_X | REX_B | REX_PRESENT);
		w = p[at] >> 3 & 1;
		at++;
	}
	if (p[at] == 0x0F) {
		map = p[at + 1] == 0x38 ? 2 : p[at + 1] == 0x3A ? 3 : 1;
		at += map == 1 ? 1 : 2;
	}
	decode_tail(i, (map << 4 | w << 3 | row) << 8, p + at, at, facts & zv_tables.facts_of_rex[i->rex]);
}

/* The instruction at p, if its form is not FORM_ESCAPE. */
ZV_HOT void decode_plain(struct zv_insn *i, const uint8_t *p)
{
	const uint32_t *index = zv_tables.prefix_index;
	uint64_t prefix = zv_tables.prefix[index[p[0]] + index[256 + p[1]] + index[512 + p[2]] + index[768 + p[3]]];
	uint8_t rex = p[prefix >> PREFIX_REX_SHIFT & 3];
	unsigned bytes = prefix & PREFIX_BYTES;

	i->bytes = p;
	i->has_67 = prefix >> PREFIX_67_SHIFT & 1;
	i->rex = (rex & 0xF0) == 0x40 ? rex & (REX_R | REX_X | REX_B | REX_PRESENT) : 0;
	i->vvvv = 0;
	decode_tail(i, (unsigned)(prefix >> PREFIX_CELLS_SHIFT), p + bytes, bytes,
	            (uint32_t)(prefix >> PREFIX_FACTS_SHIFT) & zv_tables.facts_of_rex[rex]);
}

/*
 * Reads the instruction at p, where DECODE_REACH bytes must be readable.  An encoding
 * that is not tabled gets a form that is refused.
 */
ZV_RARE void decode(struct zv_insn *i, const uint8_t *p)
{
	decode_plain(i, p);
	if (i->form & FORM_ESCAPE)
		decode_escape(i, p);
}

#endif
