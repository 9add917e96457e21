/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The longer encodings of an instruction: the same operation on the same operands,
 * with a REX prefix that says nothing, a SIB byte without an index, a displacement or
 * an immediate of 32 bits where 8 would do.
 */
#ifndef ZVM_WIDEN_WAYS_H
#define ZVM_WIDEN_WAYS_H

#include <stdbool.h>
#include <stdint.h>

#include "instruction.h"

enum { WAYS_MAX = 24, INSTRUCTION_MAX = 15 };

struct encoding {
	uint8_t bytes[INSTRUCTION_MAX + 1];
	uint8_t length;
	uint8_t cost;  /* what the CPU may dislike about it; 0 for the encoding as it was */
};

/*
 * Writes to `found`, which has room for WAYS_MAX, at most one encoding for each length, the
 * cheapest; the first is the one there is.  Returns how many.  `fuses`: a conditional jump
 * follows, so it should stay one that the CPU fuses with the jump.
 */
unsigned ways_of(const struct instruction *i, bool fuses, struct encoding *found);

#endif
