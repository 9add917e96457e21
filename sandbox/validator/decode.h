/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes to one instruction, by the tables; no policy.
 *
 * The common prefixes are taken off without branches, because in real code they
 * are unpredictable.  The rest (VEX, three-byte maps, two mandatory prefixes, long
 * nops) goes through decode_escape().
 */
#ifndef ZVM_VALIDATOR_DECODE_H
#define ZVM_VALIDATOR_DECODE_H

#include "tables.h"

#include "reasons.h"

#include <stdbool.h>
#include <string.h>
#include <zvm/feature.h>

#include "tables.inc"

/* decode() may read so many bytes from an instruction's first one on. */
enum { DECODE_REACH = 24 };

/* REX bits as in the prefix; W is part of the row. */
enum { REX_B = 1, REX_X = 2, REX_R = 4, REX_PRESENT = 16 };

/* What a modrm byte says; the first bits are the selector of a form. */
enum {
	MODRM_SELECTOR = 0x7F,         /* rm << 4 | reg << 1 | (mod is 3) */
	MODRM_DISP_SHIFT = 8,          /* 3 bits: bytes of displacement, without a SIB byte's own */
	MODRM_SIB = 1 << 11,
	MODRM_MEMORY = 1 << 12,        /* mod is not 3 */
	MODRM_RIP = 1 << 13,           /* rip-relative in 64-bit mode */
	MODRM_MOD0 = 1 << 14,
	MODRM_DISP32 = 1 << 15,        /* mod is 2 */
	MODRM_RSP_SHIFT = 16           /* as FORM_W: bit 0 rm is 4 and mod is 3, bit 2 reg is 4 */
};

struct zv_insn {
	uint64_t form;
	const uint8_t *bytes;
	uint32_t modrm_info;  /* MODRM_*, 0 if the form has no modrm byte */
	uint32_t length;      /* bytes; meaningful if the form is valid or has a reason */
	uint32_t disp_at;     /* offset of the displacement, if there is one */
	uint32_t rex;         /* REX_* */
	uint32_t vvvv;        /* of VEX, not inverted; 0 without VEX */
	uint8_t opcode, modrm, sib;
	bool has_67;
};

#define M4(m, g) MI(m, g, 0), MI(m, g, 1), MI(m, g, 2), MI(m, g, 3), MI(m, g, 4), MI(m, g, 5), MI(m, g, 6), MI(m, g, 7)
#define M3(m) M4(m, 0), M4(m, 1), M4(m, 2), M4(m, 3), M4(m, 4), M4(m, 5), M4(m, 6), M4(m, 7)
#define MI(mod, reg, rm)                                                                        \
	((rm) << 4 | (reg) << 1 | ((mod) == 3) |                                                \
	 ((mod) == 1 ? 1 : (mod) == 2 || ((mod) == 0 && (rm) == 5) ? 4 : 0) << MODRM_DISP_SHIFT | \
	 ((mod) != 3 && (rm) == 4 ? MODRM_SIB : 0) | ((mod) != 3 ? MODRM_MEMORY : 0) |          \
	 ((mod) == 0 && (rm) == 5 ? MODRM_RIP : 0) | ((mod) == 0 ? MODRM_MOD0 : 0) |            \
	 ((mod) == 2 ? MODRM_DISP32 : 0) |                                                      \
	 (((mod) == 3 && (rm) == 4) | ((reg) == 4) << 2) << MODRM_RSP_SHIFT)
static const uint32_t zv_modrm[256] = {M3(0), M3(1), M3(2), M3(3)};
#undef MI
#undef M3
#undef M4

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

/* `w`: the bytes from the opcode on; `before`: how many came before it. */
ZV_HOT void decode_tail(struct zv_insn *i, unsigned row, uint64_t w, unsigned before)
{
	uint32_t cell = zv_cells[row][w & 0xFF];
	uint8_t modrm = (uint8_t)(w >> 8), sib = (uint8_t)(w >> 16);
	uint32_t info = zv_modrm[modrm];
	uint64_t form = zv_forms[(cell & CELL_FORM) + (info & cell >> CELL_MASK_SHIFT)];
	uint32_t has_modrm = -(uint32_t)(form / FORM_MODRM & 1), has_sib, disp;

	info &= has_modrm;
	has_sib = info / MODRM_SIB & 1;
	disp = info >> MODRM_DISP_SHIFT & 7;
	/* A SIB byte without base has 32 bits of displacement. */
	disp |= (uint32_t)((info & (MODRM_SIB | MODRM_MOD0)) == (MODRM_SIB | MODRM_MOD0) && (sib & 7) == 5) << 2;
	i->form = form;
	i->opcode = (uint8_t)w;
	i->modrm = modrm;
	i->sib = sib;
	i->modrm_info = info;
	i->disp_at = before + 2 + has_sib;
	i->length = before + 1 + (has_modrm & 1) + has_sib + disp + (uint32_t)(form & FORM_IMMEDIATE);
}

/* C5 and C4: R, X, B and vvvv are inverted in the bytes. */
static inline void decode_vex(struct zv_insn *i, const uint8_t *p, unsigned at)
{
	unsigned two = p[at] == 0xC5, last = p[at + 2 - two], map = two ? 1 : p[at + 1] & 31;
	unsigned w = two ? 0 : last >> 7, rxb = ~(unsigned)p[at + 1] >> 5 & 7;
	/* VEX numbers the prefixes 66, F3, F2. */
	static const uint8_t pp[4] = {PP_NONE, PP_66, PP_F3, PP_F2};
	unsigned row;

	if (map < 1 || map > 3)
		return;
	row = ROW_VEX + ((map - 1) << 4 | (last >> 2 & 1) << 3 | w << 2 | pp[last & 3]);
	i->rex = two ? rxb & REX_R : rxb;
	i->vvvv = ~last >> 3 & 15;
	decode_tail(i, row, load64(p + at + 3 - two), at + 3 - two);
}

/* What the fast path leaves out; leaves i->form as it is if it is nothing of that. */
ZV_RARE void decode_escape(struct zv_insn *i, const uint8_t *p)
{
	static const uint8_t pairs[4][4] = {
		[PP_66] = {[PP_F2] = PP_66F2, [PP_F3] = PP_66F3}, [PP_F2] = {[PP_66] = PP_F266}, [PP_F3] = {[PP_66] = PP_F366}};
	unsigned at = i->has_67, first = zv_pp[p[at]], row, map = 0, n = 0, w = 0;

	i->rex = 0;
	if ((p[at] & 0xFE) == 0xC4) {
		decode_vex(i, p, at);
		return;
	}
	while (n < 7 && p[at + n] == 0x66)
		n++;
	if (n >= 1 && n <= 6 && p[at + n] == 0x2E) {
		if (p[at + n + 1] == 0x0F)
			decode_tail(i, ROW_NOPS, load64(p + at + n + 2), at + n + 2);
		return;
	}
	row = first;
	at += first != PP_NONE;
	if (first != PP_NONE && pairs[first][zv_pp[p[at]]]) {
		row = pairs[first][zv_pp[p[at]]];
		at++;
	}
	if ((p[at] & 0xF0) == 0x40) {
		i->rex = (p[at] & (REX_R | REX_X | REX_B)) | REX_PRESENT;
		w = p[at] >> 3 & 1;
		at++;
	}
	if (p[at] == 0x0F) {
		map = p[at + 1] == 0x38 ? 2 : p[at + 1] == 0x3A ? 3 : 1;
		at += map == 1 ? 1 : 2;
	}
	decode_tail(i, map << 4 | w << 3 | row, load64(p + at), at);
}

/*
 * Reads the instruction at p, where DECODE_REACH bytes must be readable.  An
 * encoding that is not tabled gets a form that is not valid.
 */
ZV_HOT void decode(struct zv_insn *i, const uint8_t *p)
{
	uint64_t w = load64(p);
	unsigned has_67 = (w & 0xFF) == 0x67, pp, has_rex, rex, map, before;

	w >>= has_67 * 8;
	pp = zv_pp[w & 0xFF];
	w >>= (pp != PP_NONE) * 8;
	has_rex = (w & 0xF0) == 0x40;
	rex = (w & 15) * has_rex;
	w >>= has_rex * 8;
	map = (w & 0xFF) == 0x0F;
	w >>= map * 8;
	before = has_67 + (pp != PP_NONE) + has_rex + map;

	i->bytes = p;
	i->has_67 = has_67;
	i->rex = (rex & (REX_R | REX_X | REX_B)) | has_rex * REX_PRESENT;
	i->vvvv = 0;
	decode_tail(i, map << 4 | (rex & 8) | pp, w, before);
	if (__builtin_expect((i->form & FORM_ESCAPE) != 0, 0)) {
		struct zv_insn copy = *i;

		decode_escape(&copy, p);
		*i = copy;
	}
}

#endif
