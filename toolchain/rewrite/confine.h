/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory operands under rule R03: with 32-bit register names, so that the
 * assembler adds the address-size prefix and they can name no more than the
 * lowest 4 GiB.  `disp(%rip)`, plain addresses and `disp(%rsp)` stay as they are.
 */
#ifndef ZVM_REWRITE_CONFINE_H
#define ZVM_REWRITE_CONFINE_H

#include "asm.h"
#include "out.h"

/* A reason why the operand can not be had in the sandbox, or NULL. */
const char *operand_refusal(const struct operand *op);

/* Whether every access to it faults, as it is in the kernel's half of the addresses. */
bool operand_faults(const struct operand *op);

/* Whether the confined form differs from the text. */
bool operand_changes(const struct operand *op);

/* Writes the confined form; immediates and registers as they are. */
void confined_operand(struct out *o, const struct operand *op);

#endif
