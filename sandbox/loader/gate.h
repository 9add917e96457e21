/* SPDX-License-Identifier: Apache-2.0 */
/* The assembly side of the gate: gate.S. */
#ifndef ZVM_LOADER_GATE_H
#define ZVM_LOADER_GATE_H

#include <stdint.h>

/* The bytes of the gate page; what follows them in the page is hlt. */
extern const uint8_t gate_page[], gate_page_end[];

/* Set before gate_start if the CPU and the kernel offer AVX. */
extern uint8_t gate_has_avx;

/*
 * From gate_look to gate_end the call's work is done: a signal that arrives there
 * can end the session at once.
 */
extern const char gate_look[], gate_end[];
extern const char gate_start_look[], gate_start_end[]; /* the same of gate_start */

/* Ends the session that hostcall_cancelled asked to end. Called by the gate. */
_Noreturn void gate_cancelled(void);

/* Jumps to guest code.  `entry` must be validated (R11). */
_Noreturn void gate_start(uint64_t entry, uint64_t rsp);

/*
 * The C side of every runtime call (calls.c): registers as the guest left them.
 * The result goes to the guest's rax.
 */
int64_t gate_dispatch(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint32_t number);

#endif
