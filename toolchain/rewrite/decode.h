/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generators of assembly write instructions as bytes that old assemblers did not
 * know.  Where control reaches such bytes, LLVM's disassembler says what they are,
 * and the mnemonics take their place.
 *
 * Needs: statements.  Leaves: bytes that are data, and those that mean nothing.
 */
#ifndef ZVM_REWRITE_DECODE_H
#define ZVM_REWRITE_DECODE_H

#include "asm.h"

void decode_bytes(struct statements *all);

#endif
