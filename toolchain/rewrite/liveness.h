/*
 * Which general registers hold values that are still needed.
 *
 * A jump through memory needs a register for its target, and every register may
 * be in use.  A backward data-flow analysis over the function's flow graph finds
 * a dead one.  It errs on the safe side: what it does not know is live.
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

struct effect {
	regset reads, writes; /* writes: replaced as a whole, the old value is gone */
};

struct effect insn_effect(const struct insn *i);

struct liveness {
	const struct statements *all;
	const struct symbols *symbols;
	size_t first, last; /* the function that `in` is about: [first, last) */
	regset *in;         /* registers live before each of its statements */
};

void liveness_init(struct liveness *l, const struct statements *all, const struct symbols *symbols);
void liveness_free(struct liveness *l);

/* Registers live at the targets of the indirect jump at statement n. */
regset liveness_after_jump(struct liveness *l, size_t n);

#endif
