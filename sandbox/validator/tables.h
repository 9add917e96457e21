/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the generated tables hold.  generate.py writes tables.inc from
 * instructions.tab in these terms; decode.h reads it.
 *
 * A row is chosen by prefixes, map, W and L; a cell by row and opcode; a form by
 * cell and (where the cell asks for it) the modrm byte.
 */
#ifndef ZVM_VALIDATOR_TABLES_H
#define ZVM_VALIDATOR_TABLES_H

#include <stdint.h>

/*
 * On the path of every instruction: inlined, so that the decoded instruction stays
 * in registers.  Rare paths take copies of it, for the same reason.
 */
#define ZV_HOT static inline __attribute__((always_inline))
#define ZV_RARE static __attribute__((noinline, unused))

/* Mandatory prefixes, as numbered in a row. */
enum zv_pp { PP_NONE, PP_66, PP_F2, PP_F3, PP_66F2, PP_66F3, PP_F266, PP_F366 };

/* Rows: legacy by (map << 4 | W << 3 | pp), then VEX by (map-1 << 4 | L << 3 | W << 2 | pp). */
enum { ROW_VEX = 64, ROW_NOPS = 112, ROWS };

/* A cell: index of its first form, and above it which bits of MODRM_SELECTOR choose. */
enum { CELL_FORM = 0xFFFF, CELL_MASK_SHIFT = 16 };

/*
 * A form is everything that the rules ask about an instruction, in 64 bits.
 * FORM_W marks the registers that it writes: bit 0 modrm.rm if mod is 3, bit 2
 * modrm.reg, bit 5 VEX.vvvv; so it lines up with struct zv_insn's `is_rsp`.
 */
#define FORM_IMMEDIATE UINT64_C(0xF) /* bytes */
#define FORM_MODRM (UINT64_C(1) << 4)
#define FORM_TOUCHES (UINT64_C(1) << 5)  /* accesses its memory operand, if mod is not 3 */
#define FORM_STRING (UINT64_C(1) << 6)   /* accesses memory at rsi or rdi */
#define FORM_RSP_OK (UINT64_C(1) << 7)   /* R04: a form that may write rsp */
#define FORM_W_SHIFT 8                   /* 6 bits: written registers */
#define FORM_W_OPCODE_RSP (UINT64_C(1) << 14) /* writes the opcode's register, which is number 4 */
#define FORM_BYTE (UINT64_C(1) << 15)    /* what it writes are bytes: 4 without REX is ah */
#define FORM_REX_SHIFT 16                /* 5 bits: present, (W,) R, X, B that may be set */
#define FORM_NO_VVVV (UINT64_C(1) << 21) /* VEX.vvvv is not used: must be 1111 */
#define FORM_KIND_SHIFT 22               /* 4 bits: enum zv_kind */
#define FORM_VALID (UINT64_C(1) << 26)
#define FORM_ESCAPE (UINT64_C(1) << 27)  /* no instruction: prefixes that the fast path leaves out */
#define FORM_RDI (UINT64_C(1) << 28)     /* which pointers a string instruction uses */
#define FORM_RSI (UINT64_C(1) << 29)
#define FORM_FEATURE_SHIFT 32            /* 5 bits: index into zv_feature_sets */
#define FORM_REASON_SHIFT 40             /* 8 bits: why it is refused, if not valid */

/* Kinds that rules.h checks by code of its own. */
enum zv_kind {
	KIND_PLAIN, KIND_JUMP, KIND_INDIRECT, KIND_RET, KIND_REP, KIND_LDMXCSR, KIND_NOP, KIND_SHIFT16
};

#endif
