/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frama-C's value analysis runs these functions once for all inputs (proof.test): no
 * read or write out of bounds, no read of what is not set, no invalid shift, no signed
 * overflow, whatever the bytes are.
 *
 * Each function is one step of the validator, and names the states in which its
 * callers call it; docs/validator-checklist.md tells why they do.
 */
#include "validate.c"

#include "__fc_builtin.h"

enum { BUNDLES = 3, SIZE = BUNDLES * ZVM_BUNDLE, READABLE = SIZE - ZVM_BUNDLE };

static uint8_t code[SIZE];
static uint8_t bundle[ZVM_BUNDLE + DECODE_REACH];
static uint32_t starts[BUNDLES + 1], targets[BUNDLES + 1];
static struct zv_unit unit = {code, SIZE, ZVM_TEXT};

static struct zv_maps any_maps(void)
{
	Frama_C_make_unknown((char *)code, sizeof code);
	Frama_C_make_unknown((char *)bundle, sizeof bundle);
	Frama_C_make_unknown((char *)starts, sizeof starts);
	Frama_C_make_unknown((char *)targets, sizeof targets);
	unit.address = Frama_C_unsigned_long_interval(ZVM_TEXT, ZVM_TOP - 1);
	return (struct zv_maps){.unit = &unit, .whole = SIZE, .starts = starts, .targets = targets};
}

/* Any DECODE_REACH bytes as an instruction. */
void prove_decode(void)
{
	struct zv_insn i;

	Frama_C_make_unknown((char *)code, sizeof code);
	decode(&i, code + SIZE - DECODE_REACH);
	//@ assert decode_advances: 1 <= i.length <= DECODE_REACH;
}

/* Any instruction at any place of a bundle, in any of the slow passes. */
void prove_scan_instruction(void)
{
	for (unsigned at = 0; at < ZVM_BUNDLE; at++)
		for (unsigned pass = DECIDE; pass <= REPORT; pass++) {
			struct scan s = {.maps = any_maps()};
			struct zv_place place = {.at = at};

			place.starts = Frama_C_unsigned_int_interval(0, 0xFFFFFFFF);
			place.bundle = unit.address + Frama_C_unsigned_long_interval(0, SIZE - ZVM_BUNDLE);
			scan_instruction(&s, bundle, &place, (enum pass)pass);
		}
}

/* A step of a lane at any offset before its end, which is READABLE at most. */
void prove_read_one(void)
{
	struct zv_maps m = any_maps();
	struct zv_notes notes;
	struct zv_lane lane = {Frama_C_unsigned_int_interval(0, READABLE - 1), READABLE};
	uint64_t forms = 0;

	notes.count = Frama_C_unsigned_int_interval(0, NOTES - 1);
	read_one(&m, &notes, &lane, &forms);
}

/* A note of any instruction that is neither a branch nor a nop. */
void prove_judge_other(void)
{
	for (unsigned offset = 0; offset < READABLE; offset++) {
		struct zv_maps m = any_maps();

		judge_other(&m, offset);
	}
}

/* At any offset; the facts and the length decide the way, so they are told one by one. */
static void judge_note(unsigned facts, unsigned length)
{
	struct zv_maps m = any_maps();
	struct zv_notes notes = {.note = {{Frama_C_unsigned_int_interval(0, READABLE - 1), facts | length}}, .count = 1};

	judge(&m, &notes);
}

/* Notes of branches, whose lengths are at least 2 and 5 by the table, and of nops. */
void prove_judge(void)
{
	for (unsigned length = 0; length <= OPERAND_LENGTH; length++) {
		if (length >= 2)
			judge_note(FACT_JUMP | FACT_SHORT, length);
		if (length >= 5)
			judge_note(FACT_JUMP, length);
		judge_note(FACT_NOP, length);
	}
}

/* What must not be proved: an instruction with fewer readable bytes than decode() asks for. */
void prove_planted(void)
{
	struct zv_insn i;

	Frama_C_make_unknown((char *)code, sizeof code);
	decode(&i, code + SIZE - 8);
}
