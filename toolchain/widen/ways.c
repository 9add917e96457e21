/* SPDX-License-Identifier: Apache-2.0 */
#include "ways.h"

#include <string.h>

enum { LEA = 0x8D, MOD_REGISTER = 3, RM_SIB = 4 };

static unsigned mod_of(const struct instruction *i)
{
	return i->bytes[i->modrm_at] >> 6;
}

/* Puts `n` bytes at `at`; false if the instruction becomes too long. */
static bool insert(struct instruction *i, unsigned at, const void *bytes, unsigned n)
{
	if (i->length + n > INSTRUCTION_MAX)
		return false;
	memmove(i->bytes + at + n, i->bytes + at, i->length - at);
	memcpy(i->bytes + at, bytes, n);
	i->length = (uint8_t)(i->length + n);
	return true;
}

/* Registers 4 to 7 of a byte operand are ah to bh without REX, and spl to dil with it. */
static bool may_name_high_byte(const struct instruction *i)
{
	unsigned opcode = instruction_opcode(i), modrm = i->bytes[i->modrm_at];
	bool byte = false, rm = mod_of(i) == MOD_REGISTER && (modrm & 4), reg = modrm >> 3 & 4;
	if (i->map == 0)
		byte = (opcode < 0x40 && !(opcode & 1)) || opcode == 0x80 || opcode == 0x84 || opcode == 0x86 || opcode == 0x88 ||
			opcode == 0x8A || opcode == 0xC0 || opcode == 0xC6 || opcode == 0xD0 || opcode == 0xD2 || opcode == 0xF6 ||
			opcode == 0xFE;
	else if (i->map == 1)
		byte = (opcode >= 0x90 && opcode <= 0x9F) || opcode == 0xB6 || opcode == 0xBE || opcode == 0xB0 || opcode == 0xC0;
	else if (i->map == 2)
		byte = opcode == 0xF0; /* crc32 */
	return byte && (rm || reg);
}

static bool by_rex(struct instruction *i)
{
	static const uint8_t rex = 0x40;
	unsigned opcode = instruction_opcode(i);
	bool x87 = i->map == 0 && opcode >= 0xD8 && opcode <= 0xDF;
	bool exact = i->map == 1 && (opcode == 0x1E || opcode == 0xAE); /* endbr64 and fences, one encoding each */
	if (!i->modrm_at || i->has_rex || i->has_vex || x87 || exact || may_name_high_byte(i))
		return false;
	return insert(i, i->rex_at, &rex, 1);
}

/* C5 to C4: the same fields in three bytes. */
static bool by_vex(struct instruction *i)
{
	unsigned at = i->rex_at, fields = i->bytes[at + 1];
	static const uint8_t c4 = 0xC4;
	if (!i->has_vex || i->bytes[at] != 0xC5 || !insert(i, at, &c4, 1))
		return false;
	i->bytes[at + 1] = (uint8_t)((fields & 0x80) | 0x61); /* X and B inverted, map 0F */
	i->bytes[at + 2] = fields & 0x7F;                     /* W0 */
	return true;
}

static bool has_memory(const struct instruction *i)
{
	return i->modrm_at && mod_of(i) != MOD_REGISTER && !i->is_rip;
}

/* A sum of three makes lea slow on some CPUs. */
static bool is_lea(const struct instruction *i)
{
	return i->map == 0 && !i->has_vex && instruction_opcode(i) == LEA;
}

/* X of REX, or of three bytes of VEX, which means nothing without a SIB byte. */
static bool has_x(const struct instruction *i)
{
	if (i->has_vex)
		return i->bytes[i->rex_at] == 0xC4 && !(i->bytes[i->rex_at + 1] & 0x40);
	return i->has_rex && i->bytes[i->rex_at] & 2;
}

static bool by_sib(struct instruction *i)
{
	uint8_t modrm = i->bytes[i->modrm_at], sib = 0x20 | (modrm & 7); /* index 4: none */
	if (!has_memory(i) || i->has_sib || has_x(i) || is_lea(i) || !insert(i, i->modrm_at + 1U, &sib, 1))
		return false;
	i->bytes[i->modrm_at] = (uint8_t)((modrm & ~7) | RM_SIB);
	return true;
}

static bool widen_displacement(struct instruction *i, unsigned size)
{
	static const uint8_t zeros[4], ones[4] = {0xFF, 0xFF, 0xFF, 0xFF};
	uint8_t last = i->disp_size ? i->bytes[i->disp_at] : 0, modrm = i->bytes[i->modrm_at];
	if (!has_memory(i) || i->disp_size >= size || (is_lea(i) && i->disp_size == 0))
		return false;
	if (!insert(i, i->disp_at + (unsigned)i->disp_size, last & 0x80 ? ones : zeros, size - i->disp_size))
		return false;
	i->bytes[i->modrm_at] = (uint8_t)((modrm & 0x3F) | (size == 1 ? 0x40 : 0x80));
	return true;
}

static bool by_disp8(struct instruction *i)
{
	return widen_displacement(i, 1);
}

static bool by_disp32(struct instruction *i)
{
	return widen_displacement(i, 4);
}

/* 83 to 81 and 6B to 69: the immediate is sign-extended in both. */
static bool by_immediate32(struct instruction *i)
{
	static const uint8_t zeros[3], ones[3] = {0xFF, 0xFF, 0xFF};
	unsigned opcode = instruction_opcode(i);
	if (i->has_vex || i->map != 0 || (opcode != 0x83 && opcode != 0x6B) || i->has_66)
		return false;
	if (!insert(i, i->length, i->bytes[i->length - 1] & 0x80 ? ones : zeros, 3))
		return false;
	i->bytes[i->opcode_at] = opcode == 0x83 ? 0x81 : 0x69;
	return true;
}

/* Forms without a modrm byte to those with one. */
static bool by_modrm(struct instruction *i)
{
	unsigned opcode = instruction_opcode(i), at = i->opcode_at;
	uint8_t modrm = 0xC0;
	if (i->has_vex || i->map != 0 || i->has_66 || i->modrm_at)
		return false;
	if (i->has_rex && opcode < 0xB0 && i->bytes[i->rex_at] & 7)
		return false; /* what said nothing would choose another register */
	if (opcode < 0x40 && (opcode & 7) == 5) {
		modrm |= opcode & 0x38;
		opcode = 0x81;
	} else if (opcode == 0xA9) {
		opcode = 0xF7;
	} else if (opcode >= 0xB8 && opcode <= 0xBF && i->length - i->immediate_at == 4) {
		modrm |= opcode & 7;
		opcode = 0xC7;
	} else {
		return false;
	}
	if (!insert(i, at + 1, &modrm, 1))
		return false;
	i->bytes[at] = (uint8_t)opcode;
	return true;
}

static const struct {
	bool (*apply)(struct instruction *i);
	uint8_t cost;
	bool keeps_fusion;
} ways[] = {
	/* In the order in which they may follow one another. */
	{by_modrm, 2, false}, {by_immediate32, 3, false}, {by_disp8, 2, false}, {by_disp32, 3, false},
	{by_sib, 2, true}, {by_rex, 2, true}, {by_vex, 2, true},
};

/* CPUs keep a 32-bit number with each operation, two of them take the room of two. */
static bool is_heavy(const struct instruction *i)
{
	return i->disp_size == 4 && i->length - i->immediate_at >= 4;
}

static unsigned add(struct encoding *found, unsigned n, const struct instruction *i, unsigned cost)
{
	unsigned k = 0;
	while (k < n && found[k].length != i->length)
		k++;
	if (k < n ? found[k].cost <= cost : k == WAYS_MAX)
		return n;
	memcpy(found[k].bytes, i->bytes, sizeof found[k].bytes);
	found[k].length = i->length;
	found[k].cost = (uint8_t)cost;
	return k < n ? n : n + 1;
}

unsigned ways_of(const struct instruction *i, bool fuses, struct encoding *found)
{
	unsigned n = add(found, 0, i, 0);
	if (i->kind != ORDINARY || i->moves_stack)
		return n;
	for (unsigned w = 0; w < sizeof ways / sizeof *ways; w++) {
		if (fuses && !ways[w].keeps_fusion)
			continue;
		for (unsigned k = 0, before = n; k < before; k++) {
			uint8_t bytes[32] = {0};
			struct instruction longer;
			memcpy(bytes, found[k].bytes, found[k].length);
			instruction_read(&longer, bytes);
			if (!ways[w].apply(&longer))
				continue;
			memcpy(bytes, longer.bytes, longer.length);
			instruction_read(&longer, bytes);
			if (longer.kind == ORDINARY && !is_heavy(&longer))
				n = add(found, n, &longer, found[k].cost + ways[w].cost);
		}
	}
	return n;
}
