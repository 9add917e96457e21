/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accepts or refuses a unit, as fast as possible and without a reason.
 *
 * Where an instruction starts depends on the one before it, but bundles are independent:
 * the unit is cut into LANES parts that are read in turns, so that the CPU works on one
 * while it waits for the others.  Reading marks where instructions start, and notes the
 * instructions that have facts (facts.py); all others are good wherever they stand in a
 * bundle.  After some turns judge() works the notes off: direct branches and nops, which
 * are frequent, in loops of their own, everything else by the functions of rules.h.
 *
 * R01 needs no check at each instruction.  Every bundle is a target, because R06 and R07
 * may go there; so its first byte must be a start, and then no instruction crosses it.
 */
#ifndef ZVM_VALIDATOR_DECIDE_H
#define ZVM_VALIDATOR_DECIDE_H

#include "rules.h"

enum {
	WORD_BITS = 32,
	LANES = 3,
	TURNS = 128, /* from one judge() to the next */
	NOTES = LANES * TURNS
};
_Static_assert(ZVM_BUNDLE == WORD_BITS, "a bundle's bytes are the bits of a word");

/* What is known of a unit. */
struct zv_maps {
	const struct zv_unit *unit;
	uint64_t whole;        /* bytes of whole bundles */
	uint32_t *starts;      /* bit n of word m: what a branch may aim at */
	uint32_t *targets;     /* the same: what branches aim at */
	uint64_t instructions;
	uint64_t forms;        /* OR of the forms: the CPU features that they need */
};

/* Offsets in the unit. */
struct zv_lane {
	uint64_t at, end;
};

/* An instruction that has facts: where it stands in the unit, and its facts with the length in OPERAND_LENGTH. */
struct zv_note {
	uint32_t offset, facts;
};
struct zv_notes {
	struct zv_note note[NOTES];
	unsigned count;
};
enum { FACTS_LISTED = FACT_JUMP | FACT_SHORT | FACT_NOP };

ZV_HOT void mark(uint32_t *map, uint64_t offset)
{
	map[offset / WORD_BITS] |= (uint32_t)1 << offset % WORD_BITS;
}

/* R05: the distance of a direct branch, which stands at `p`; 4 bytes must be readable there. */
ZV_HOT int64_t distance_at(const uint8_t *p, unsigned is_short)
{
	unsigned unused = is_short * 24;

	return (int32_t)((uint32_t)load32(p) << unused) >> unused;
}

/* R05 for a target outside of the unit, given as an offset in it. */
static enum zv_reason check_target_outside(const struct zv_unit *unit, uint64_t target)
{
	target += unit->address;
	if (target % ZVM_BUNDLE || target >= ZVM_TOP)
		return ZV_REASON_TARGET_OUTSIDE;
	if (target >= ZVM_TEXT || (target >= ZVM_GATE && target < ZVM_GATE_END))
		return ZV_REASON_NONE;
	return ZV_REASON_TARGET_OUTSIDE;
}

struct zv_head {
	uint64_t form;
	uint32_t facts, length;
};

/* Form, facts and length of what decode_plain() does not read. */
ZV_RARE struct zv_head decode_rare(const uint8_t *p, bool has_67, uint64_t form)
{
	struct zv_insn i = {.bytes = p, .has_67 = has_67, .form = form, .facts = FACT_LOOK, .length = 1};

	decode_escape(&i, p);
	return (struct zv_head){i.form, i.facts, i.length};
}

/* Reads the next instruction of a lane. */
ZV_HOT void read_one(struct zv_maps *m, struct zv_notes *notes, struct zv_lane *lane, uint64_t *forms)
{
	const uint8_t *p = m->unit->code + lane->at;
	struct zv_insn i;
	struct zv_head head;

	decode_plain(&i, p);
	head = (struct zv_head){i.form, i.facts, i.length};
	if (__builtin_expect((i.form & FORM_ESCAPE) != 0, 0))
		head = decode_rare(p, i.has_67, i.form);
	mark(m->starts, lane->at);
	*forms |= head.form;
	notes->note[notes->count] = (struct zv_note){(uint32_t)lane->at, head.facts | head.length};
	notes->count += head.facts != 0;
	lane->at += head.length;
}

/*
 * Some turns.  The lanes are copied so that they stay in registers.  Unless one may come
 * to its `end`, there is no need to look for that.
 */
ZV_HOT uint64_t read_turns(struct zv_maps *m, struct zv_notes *notes, struct zv_lane lanes[LANES], bool end)
{
	struct zv_lane a = lanes[0], b = lanes[1], c = lanes[2];
	uint64_t forms = 0, count = 0;

	notes->count = 0;
	for (unsigned turn = 0; turn < TURNS; turn++) {
		if (!end || a.at < a.end)
			read_one(m, notes, &a, &forms), count++;
		if (!end || b.at < b.end)
			read_one(m, notes, &b, &forms), count++;
		if (!end || c.at < c.end)
			read_one(m, notes, &c, &forms), count++;
	}
	lanes[0] = a;
	lanes[1] = b;
	lanes[2] = c;
	m->instructions += count;
	return forms;
}

static void read_some(struct zv_maps *m, struct zv_notes *notes, struct zv_lane lanes[LANES])
{
	bool end = false;

	for (unsigned n = 0; n < LANES; n++)
		end |= lanes[n].end - lanes[n].at < (uint64_t)TURNS * DECODE_REACH;
	m->forms |= end ? read_turns(m, notes, lanes, true) : read_turns(m, notes, lanes, false);
}

static bool judge_other(struct zv_maps *m, uint64_t offset)
{
	uint32_t *starts = &m->starts[offset / ZVM_BUNDLE];
	struct zv_place place = {m->unit->address + offset / ZVM_BUNDLE * ZVM_BUNDLE, offset % ZVM_BUNDLE, *starts};
	struct zv_insn i;

	decode(&i, m->unit->code + offset);
	if (check_instruction(&i, &place) != ZV_REASON_NONE)
		return false;
	if (kind_of(i.form) != KIND_PLAIN && check_kind(&i, &place) != ZV_REASON_NONE)
		return false;
	*starts = place.starts;
	return true;
}

/* Checks the instructions that were noted; false if there is a breach. */
static bool judge(struct zv_maps *m, const struct zv_notes *notes)
{
	struct zv_note jump[NOTES], nop[NOTES], other[NOTES];
	unsigned jumps = 0, nops = 0, others = 0;

	for (unsigned n = 0; n < notes->count; n++) {
		struct zv_note note = notes->note[n];

		jump[jumps] = nop[nops] = other[others] = note;
		jumps += note.facts / FACT_JUMP & 1;
		nops += note.facts / FACT_NOP & 1;
		others += (note.facts & ~(uint32_t)(FACTS_LISTED | OPERAND_LENGTH)) != 0;
	}
	for (unsigned n = 0; n < jumps; n++) {
		uint64_t end = (uint64_t)jump[n].offset + (jump[n].facts & OPERAND_LENGTH);
		unsigned is_short = jump[n].facts / FACT_SHORT & 1;
		uint64_t target = end + (uint64_t)distance_at(m->unit->code + end - (is_short ? 1 : 4), is_short);

		if (target < m->whole)
			mark(m->targets, target);
		else if (check_target_outside(m->unit, target) != ZV_REASON_NONE)
			return false;
	}
	for (unsigned n = 0; n < nops; n++)
		if (!is_nop(m->unit->code + nop[n].offset, nop[n].facts & OPERAND_LENGTH))
			return false;
	for (unsigned n = 0; n < others; n++)
		if (!judge_other(m, other[n].offset))
			return false;
	return true;
}

/* Gives a lane that has come to its end half of what the longest has left; false if no lane has anything left. */
static bool share(struct zv_lane lanes[LANES])
{
	struct zv_lane *longest = lanes;

	for (unsigned n = 1; n < LANES; n++)
		if (lanes[n].end - lanes[n].at > longest->end - longest->at)
			longest = &lanes[n];
	for (unsigned n = 0; n < LANES; n++) {
		/* bundles that are not yet begun */
		uint64_t left = (longest->end - longest->at) / ZVM_BUNDLE;

		if (lanes[n].at == lanes[n].end && left >= 2) {
			lanes[n].end = longest->end;
			lanes[n].at = longest->end -= left / 2 * ZVM_BUNDLE;
		}
	}
	return longest->at < longest->end;
}

/* Whether all bundles but the last are good by themselves; fills the maps for them. */
static bool decide_all_but_last(struct zv_maps *m)
{
	uint64_t end = m->whole - ZVM_BUNDLE;
	struct zv_lane lanes[LANES] = {{0, end}, {end, end}, {end, end}};
	struct zv_notes notes;

	while (share(lanes)) {
		read_some(m, &notes, lanes);
		if (!judge(m, &notes))
			return false;
		for (unsigned n = 0; n < LANES; n++)
			if (lanes[n].at > lanes[n].end) /* R01 at the end of a part */
				return false;
	}
	return true;
}

#endif
