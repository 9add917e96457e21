/* SPDX-License-Identifier: Apache-2.0 */
/* Where the parts of an instruction stand, as far as lengthening needs to know. */
#ifndef ZVM_WIDEN_INSTRUCTION_H
#define ZVM_WIDEN_INSTRUCTION_H

#include <stdbool.h>
#include <stdint.h>

enum instruction_kind {
	ORDINARY,
	CONDITIONAL, /* jcc */
	FENCE,       /* a branch, or what the validator judges by the bytes around it: stays */
	NOP,
	UNKNOWN      /* the validator refuses it */
};

struct instruction {
	uint8_t bytes[16];
	enum instruction_kind kind;
	uint8_t length;
	uint8_t rex_at;       /* where REX stands or would stand; of VEX: its first byte */
	uint8_t map;          /* 0: one byte, 1: 0F, 2: 0F38, 3: 0F3A */
	uint8_t opcode_at;
	uint8_t modrm_at;     /* 0: there is none */
	uint8_t disp_at, disp_size;
	uint8_t immediate_at; /* of the immediate or the branch distance; the rest of the bytes */
	bool has_rex, has_vex, has_sib;
	bool has_66;          /* 16-bit operands, or a mandatory prefix */
	bool is_rip;          /* its operand is disp(%rip) */
	bool moves_stack;     /* writes rsp: unwind tables name the address behind it */
};

/* Reads the instruction at p, where 32 bytes must be readable. */
void instruction_read(struct instruction *i, const uint8_t *p);

static inline unsigned instruction_opcode(const struct instruction *i)
{
	return i->bytes[i->opcode_at];
}

#endif
