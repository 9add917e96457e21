/* SPDX-License-Identifier: Apache-2.0 */
#include "instruction.h"

#include <string.h>

#include <validator/decode.h>

enum { RSP = 4 };

/* Prefixes before REX, and where the opcode is; the validator's decoder has found the end. */
static void read_prefixes(struct instruction *i)
{
	unsigned at = 0;
	while (i->bytes[at] == 0x66 || i->bytes[at] == 0x67 || i->bytes[at] == 0xF2 || i->bytes[at] == 0xF3)
		i->has_66 |= i->bytes[at++] == 0x66;
	i->rex_at = (uint8_t)at;
	i->has_vex = i->bytes[at] == 0xC4 || i->bytes[at] == 0xC5;
	i->has_rex = (i->bytes[at] & 0xF0) == 0x40;
	if (i->has_vex) {
		i->map = i->bytes[at] == 0xC5 ? 1 : i->bytes[at + 1] & 3;
		i->opcode_at = (uint8_t)(at + (i->bytes[at] == 0xC5 ? 2 : 3));
		return;
	}
	at += i->has_rex;
	if (i->bytes[at] == 0x0F) {
		uint8_t second = i->bytes[at + 1];
		i->map = second == 0x38 ? 2 : second == 0x3A ? 3 : 1;
		at += i->map == 1 ? 1 : 2;
	}
	i->opcode_at = (uint8_t)at;
}

static void read_operand(struct instruction *i)
{
	uint8_t modrm = i->bytes[i->modrm_at], mod = modrm >> 6, rm = modrm & 7;
	i->has_sib = mod != 3 && rm == RSP;
	i->disp_at = (uint8_t)(i->modrm_at + 1 + i->has_sib);
	i->is_rip = mod == 0 && rm == 5;
	if (mod == 1)
		i->disp_size = 1;
	else if (mod == 2 || i->is_rip || (mod == 0 && i->has_sib && (i->bytes[i->modrm_at + 1] & 7) == 5))
		i->disp_size = 4;
	i->immediate_at = (uint8_t)(i->disp_at + i->disp_size);
}

/* Rather too often than too seldom: also for some that only read rsp. */
static bool may_move_stack(const struct instruction *i)
{
	unsigned opcode = instruction_opcode(i), modrm = i->bytes[i->modrm_at], rex = i->has_rex ? i->bytes[i->rex_at] : 0;
	if (i->map != 0 || i->has_vex)
		return false;
	if (opcode >= 0x50 && opcode <= 0x5F)
		return true; /* push, pop */
	if (opcode == 0x68 || opcode == 0x6A || opcode == 0x8F || opcode == 0xC9 || opcode == 0xFF)
		return true;
	if (!i->modrm_at)
		return false;
	return (modrm >> 6 == 3 && (modrm & 7) == RSP && !(rex & REX_B)) || ((modrm >> 3 & 7) == RSP && !(rex & REX_R));
}

void instruction_read(struct instruction *i, const uint8_t *p)
{
	struct zv_insn decoded;
	enum zv_kind kind;

	decode(&decoded, p);
	kind = kind_of(decoded.form);
	memset(i, 0, sizeof *i);
	if (kind == KIND_REFUSED || decoded.length > 15) {
		i->kind = UNKNOWN;
		return;
	}
	memcpy(i->bytes, p, 15);
	i->length = (uint8_t)decoded.length;
	read_prefixes(i);
	i->immediate_at = (uint8_t)(i->opcode_at + 1);
	if (decoded.form & OPERAND_LENGTH) {
		i->modrm_at = (uint8_t)decoded.modrm_at;
		read_operand(i);
	}
	if (kind == KIND_NOP || (decoded.length == 1 && p[0] == 0x90) || (decoded.length == 2 && p[0] == 0x66 && p[1] == 0x90))
		i->kind = NOP;
	else if (kind == KIND_JUMP && (p[0] >> 4 == 7 || p[0] == 0x0F))
		i->kind = CONDITIONAL;
	else
		i->kind = kind == KIND_PLAIN ? ORDINARY : FENCE;
	i->moves_stack = i->kind == ORDINARY && may_move_stack(i);
}
