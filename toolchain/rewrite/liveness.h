/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which general registers hold values that are still needed.
 *
 * A jump through memory needs a register for its target, and every register may
 * be in use.  A backward data-flow analysis over the file's flow graph finds a
 * dead one.  It errs on the safe side: what it does not know is live.
 *
 * Needs: statements and symbols.  Leaves them as they are.
 */
#ifndef ZVM_REWRITE_LIVENESS_H
#define ZVM_REWRITE_LIVENESS_H

#include "asm.h"
#include "symbols.h"

/* A set of general registers: bit n is register n of the encoding. */
typedef uint16_t regset;

#define REGS_ALL ((regset)0xFFFF)
#define REGS_ARGUMENTS ((regset)(1u << RDI | 1u << RSI | 1u << RDX | 1u << RCX | 1u << R8 | 1u << R9 | 1u << RAX | 1u << R10))
#define REGS_CALLER_SAVED ((regset)(REGS_ARGUMENTS | 1u << R11))
#define REGS_CALLEE_SAVED ((regset)(1u << RBX | 1u << RBP | 1u << RSP | 1u << R12 | 1u << R13 | 1u << R14 | 1u << R15))

#define REGS_AT_RETURN ((regset)(1u << RAX | 1u << RDX | REGS_CALLEE_SAVED))

struct effect {
	regset reads, writes; /* writes: replaced as a whole, the old value is gone */
};

struct effect insn_effect(const struct insn *i);

struct flow;

/* A label that an indirect jump of its function may reach. */
struct target {
	uint32_t function; /* symbol number */
	uint32_t statement;
};

struct liveness {
	const struct statements *all;
	const struct symbols *symbols;
	bool hand_written; /* not a compiler's: functions of the file may call each other as they like */
	bool private_calls; /* and some do */
	struct flow *flow; /* of every statement; NULL until somebody asks */
	regset *in;        /* registers live before every statement */
	struct target *targets; /* in order of their functions */
	size_t target_count;
};

void liveness_init(struct liveness *l, const struct statements *all, const struct symbols *symbols);
void liveness_free(struct liveness *l);

/* Registers live behind statement n, wherever control goes from there. */
regset liveness_out(struct liveness *l, size_t n);

/* Whether a register lives on behind the call at statement n of a function of a hand-written file. */
bool liveness_over_private_call(struct liveness *l, size_t n, int reg);

/* The function whose labels the indirect jump at statement n may reach, or NULL. */
struct symbol *liveness_jump_function(struct liveness *l, size_t n);

/* Every label that an indirect jump may reach: its statement and its function. */
void liveness_each_target(struct liveness *l, void (*visit)(void *context, size_t n, struct symbol *function), void *context);

#endif
