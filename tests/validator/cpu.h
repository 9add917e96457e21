/* SPDX-License-Identifier: Apache-2.0 */
/* A third opinion on single instructions: this machine's CPU. */
#ifndef ZVM_TEST_CPU_H
#define ZVM_TEST_CPU_H

#include "opinion.h"

/*
 * Maps code and stack, sets the signal handlers, and tries the method on what must be
 * objected to; ends the process if any of that fails.
 */
void cpu_init(void);

/*
 * Runs the accepted instruction at p once, with registers full of host addresses, and
 * once without its last byte.  NULL, or what the CPU does that the validator does not
 * expect: another length, an rsp or an access outside of the sandbox and its guard.
 */
const char *cpu_objection(const struct zv_insn *i, const uint8_t *p);

/* What was seen: instructions that were run, that faulted, that this CPU does not have. */
struct cpu_counts {
	unsigned long long run, faulted, missing;
};
extern struct cpu_counts cpu_counts;

/* The CPU's maker and model; static storage. */
const char *cpu_name(void);

#endif
