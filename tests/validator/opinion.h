/* SPDX-License-Identifier: Apache-2.0 */
/* A second opinion on single instructions, by the decoder Zydis. */
#ifndef ZVM_TEST_OPINION_H
#define ZVM_TEST_OPINION_H

#include <validator/rules.h>

#include <stdbool.h>
#include <stdint.h>

enum { CODE_AT = 0x20000 }; /* where instructions are taken to stand */

/*
 * Whether the validator accepts the instruction at p (DECODE_REACH readable bytes)
 * if it stands in the right sequence.  Fills *i.
 */
bool accepted(struct zv_insn *i, const uint8_t *p);

/*
 * What Zydis holds against an instruction that was accepted: NULL, or static text.
 * Compares length, memory operands, written registers, branch targets and needed
 * CPU features, and applies the rules to Zydis's reading of the bytes.
 */
const char *objection(const struct zv_insn *i, const uint8_t *p);

#endif
