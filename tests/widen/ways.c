/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every longer encoding of every instruction of the tables, as Zydis reads it: the same
 * operation, with the same operands of the same sizes.
 *
 * All legacy prefixes, REX and VEX fields, opcodes and modrm bytes are gone through, with
 * representative SIB bytes, displacements and immediates.
 */
#include <stdio.h>
#include <string.h>

#include <widen/instruction.h>
#include <widen/ways.h>

#include "../validator/opinion.h"
#include "../validator/reader.h"

enum { BUFFER = 48, SHOWN = 20 };

static unsigned long long read_count, longer, wrong;

static bool same_operand(const ZydisDecodedOperand *a, const ZydisDecodedOperand *b)
{
	if (a->type != b->type || a->actions != b->actions)
		return false;
	/* The number counts, not how many of its bits are written: 83 and 81. */
	if (a->type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
		return a->imm.value.u == b->imm.value.u;
	if (a->size != b->size || a->element_count != b->element_count)
		return false;
	switch (a->type) {
	case ZYDIS_OPERAND_TYPE_REGISTER:
		return a->reg.value == b->reg.value;
	case ZYDIS_OPERAND_TYPE_MEMORY:
		return a->mem.base == b->mem.base && a->mem.index == b->mem.index &&
			(a->mem.index == ZYDIS_REGISTER_NONE || a->mem.scale == b->mem.scale) &&
			a->mem.segment == b->mem.segment && a->mem.disp.value == b->mem.disp.value;
	default:
		return true;
	}
}

static const char *difference(const uint8_t *a, const uint8_t *b)
{
	ZydisDecodedInstruction x, y;
	ZydisDecodedOperand xo[ZYDIS_MAX_OPERAND_COUNT], yo[ZYDIS_MAX_OPERAND_COUNT];

	if (!reader_decode(a, &x, xo))
		return "Zydis does not know the short one";
	if (!reader_decode(b, &y, yo))
		return "Zydis does not know the long one";
	if (x.mnemonic != y.mnemonic || x.operand_count != y.operand_count)
		return "another operation";
	if (x.operand_width != y.operand_width || x.address_width != y.address_width)
		return "another width";
	for (unsigned n = 0; n < x.operand_count; n++)
		if (!same_operand(&xo[n], &yo[n]))
			return "another operand";
	return NULL;
}

static void show(const char *why, const struct encoding *a, const struct encoding *b)
{
	if (wrong++ >= SHOWN)
		return;
	printf("%s:", why);
	for (unsigned n = 0; n < a->length; n++)
		printf(" %02x", a->bytes[n]);
	printf(" as");
	for (unsigned n = 0; n < b->length; n++)
		printf(" %02x", b->bytes[n]);
	putchar('\n');
}

static void try_one(const uint8_t *p)
{
	struct instruction i;
	struct encoding found[WAYS_MAX];
	struct zv_insn tabled;
	unsigned n;

	instruction_read(&i, p);
	if (i.kind != ORDINARY || !accepted(&tabled, p))
		return;
	read_count++;
	n = ways_of(&i, false, found);
	for (unsigned k = 1; k < n; k++) {
		uint8_t bytes[BUFFER] = {0};
		const char *why;
		struct instruction again;

		memcpy(bytes, found[k].bytes, found[k].length);
		longer++;
		why = difference(found[0].bytes, bytes);
		instruction_read(&again, bytes);
		if (!why && !accepted(&tabled, bytes))
			why = "refused by the validator";
		if (!why && (again.kind != ORDINARY || again.length != found[k].length || again.length <= i.length))
			why = "another length";
		if (why)
			show(why, &found[0], &found[k]);
	}
}

static void try_operands(uint8_t *p, unsigned at)
{
	static const uint8_t sibs[] = {0x24, 0x25, 0x64, 0x05, 0x98};
	static const uint8_t fillers[] = {0x7F, 0x80};

	for (unsigned modrm = 0; modrm < 256; modrm++) {
		bool sib = modrm < 0xC0 && (modrm & 7) == 4;

		for (unsigned s = 0; s < (sib ? sizeof sibs : 1); s++)
			for (unsigned f = 0; f < sizeof fillers; f++) {
				memset(p + at, fillers[f], BUFFER - at);
				p[at] = (uint8_t)modrm;
				if (sib)
					p[at + 1] = sibs[s];
				try_one(p);
			}
	}
}

static void try_opcodes(const uint8_t *start, unsigned at)
{
	uint8_t p[BUFFER];

	memcpy(p, start, at);
	for (unsigned opcode = 0; opcode < 256; opcode++) {
		p[at] = (uint8_t)opcode;
		try_operands(p, at + 1);
	}
}

/* Prefixes, then a REX byte (0: none), then a map's bytes. */
static void try_legacy(const char *prefixes, unsigned rex)
{
	static const char *const maps[] = {"", "\x0F", "\x0F\x38", "\x0F\x3A"};

	for (unsigned m = 0; m < 4; m++) {
		uint8_t p[BUFFER];
		unsigned at = (unsigned)strlen(prefixes);

		memcpy(p, prefixes, at);
		if (rex)
			p[at++] = (uint8_t)rex;
		memcpy(p + at, maps[m], strlen(maps[m]));
		try_opcodes(p, at + (unsigned)strlen(maps[m]));
	}
}

int main(void)
{
	static const char *const prefixes[] = {"", "\x66", "\xF2", "\xF3", "\x66\xF2", "\x67", "\x67\x66", "\x67\xF2", "\x67\xF3"};
	static const uint8_t rex[] = {0, 0x40, 0x41, 0x44, 0x48, 0x4D};

	for (unsigned n = 0; n < sizeof prefixes / sizeof *prefixes; n++)
		for (unsigned r = 0; r < sizeof rex; r++)
			try_legacy(prefixes[n], rex[r]);
	for (unsigned has_67 = 0; has_67 < 2; has_67++)
		for (unsigned last = 0; last < 256; last++) {
			const uint8_t two[] = {0x67, 0xC5, (uint8_t)last}, three[] = {0x67, 0xC4, 0xE2, (uint8_t)last};

			try_opcodes(two + 1 - has_67, 2 + has_67);
			if ((last >> 3 & 15) == 15 || (last >> 3 & 15) == 10)
				try_opcodes(three + 1 - has_67, 3 + has_67);
		}
	printf("%llu instructions, %llu longer encodings, %llu differ\n", read_count, longer, wrong);
	return wrong || !longer;
}
