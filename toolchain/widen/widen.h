/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills padding by longer instructions.
 *
 * The assembler puts nops where an instruction would cross a bundle's end.  Each costs a
 * slot of the CPU's front end.  Here the instructions before a nop are encoded longer, so
 * that they take its place; within the bundle those between move.  Nothing moves at which a
 * branch aims, and nothing moves from one bundle to another.
 */
#ifndef ZVM_WIDEN_WIDEN_H
#define ZVM_WIDEN_WIDEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct widened {
	size_t pads;   /* runs of nops behind an instruction */
	size_t filled; /* of these: gone */
};

/*
 * Works on a whole text of whole bundles.  `fixed` has a word for each bundle: bit n is set
 * if its byte n must stay where it is; the aims of branches are added.  Returns false
 * without changes if something in the code is unknown.
 */
bool widen(uint8_t *code, size_t size, uint32_t *fixed, struct widened *result);

#endif
