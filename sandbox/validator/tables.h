/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the generated tables hold.  generate.py writes tables.inc from
 * instructions.tab and facts.py in these terms; decode.h reads it.
 *
 * A row is chosen by prefixes, map, W and L; a cell by row and opcode; a form by
 * cell and (where the cell asks for it) the modrm byte.
 */
#ifndef ZVM_VALIDATOR_TABLES_H
#define ZVM_VALIDATOR_TABLES_H

#include <stdint.h>

/*
 * On the path of every instruction: inlined, so that the decoded instruction stays
 * in registers.  What is off that path stays out of line.
 */
#define ZV_HOT static inline __attribute__((always_inline))
#define ZV_RARE static __attribute__((noinline, unused))

/* Mandatory prefixes, as numbered in a row. */
enum zv_pp { PP_NONE, PP_66, PP_F2, PP_F3, PP_66F2, PP_66F3, PP_F266, PP_F366 };

/* Rows: legacy by (map << 4 | W << 3 | pp), then VEX by (map-1 << 4 | L << 3 | W << 2 | pp). */
enum { ROW_VEX = 64, ROW_NOPS = 112, ROWS };

/*
 * The prefixes at the start of four bytes: how many they are, which of them is REX (the
 * first, if none is), whether the first is 67, the cells of the row that they choose, and
 * the FACT_* that having a 67 or none allows.  `prefix_index` gives for each of the four
 * bytes what it adds to the index.
 */
#define PREFIX(bytes, rex_at, has_67, row, facts) \
	((uint64_t)(row) << 56 | (uint64_t)(facts) << 8 | (has_67) << 5 | (rex_at) << 3 | (bytes))
enum { PREFIX_BYTES = 7, PREFIX_REX_SHIFT = 3, PREFIX_67_SHIFT = 5, PREFIX_FACTS_SHIFT = 8, PREFIX_CELLS_SHIFT = 48 };

/* A cell: index of its first form, and which bits of the selector choose among those behind it. */
struct zv_cell {
	uint16_t form, mask;
};

/*
 * Operand bytes (modrm and SIB): FACT_* that they allow, OPERAND_LENGTH (they and their
 * displacement, in bytes), and the selector of a form, rm << 4 | reg << 1 | (mod is 3).
 */
enum { OPERAND_LENGTH = 15, OPERAND_SELECTOR_SHIFT = 32 };

/*
 * A form is everything that the rules ask about an instruction.  The low bits are
 * the FACT_* that it allows, and OPERAND_LENGTH if it has a modrm byte.
 */
#define FORM_ESCAPE (UINT64_C(1) << 31)  /* no instruction: decode_escape() reads it */
#define FORM_KIND_SHIFT 32               /* 4 bits: enum zv_kind */
#define FORM_W_RM (UINT64_C(1) << 36)    /* writes the general register modrm.rm, if mod is 3 */
#define FORM_W_REG (UINT64_C(1) << 37)   /* modrm.reg */
#define FORM_W_VVVV (UINT64_C(1) << 38)  /* VEX.vvvv */
#define FORM_TOUCHES (UINT64_C(1) << 39) /* accesses its memory operand, if mod is not 3 */
#define FORM_RDI (UINT64_C(1) << 40)     /* which pointers a string instruction uses */
#define FORM_RSI (UINT64_C(1) << 41)
#define FORM_BYTE (UINT64_C(1) << 42)    /* the general registers that it writes are bytes */
#define FORM_FEATURE_SHIFT 43            /* 17 bits: enum zvm_feature */
#define FORM_FEATURES ((UINT64_C(1) << 17) - 1)
#define FORM_REASON_SHIFT 43             /* 8 bits: why it is refused, if it is */
#define FORM_LENGTH_SHIFT 60             /* 4 bits: bytes of opcode and immediate */

/* Kinds that rules.h checks by code of its own. */
enum zv_kind {
	KIND_PLAIN, KIND_JUMP, KIND_INDIRECT, KIND_RET, KIND_REP, KIND_LDMXCSR, KIND_NOP, KIND_SHIFT16,
	KIND_REFUSED /* no instruction of the sandbox */
};

#endif
