/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The execution fuzzer: what the validator accepts is really run, and must stay in.
 *
 *   make.c   cases: code that the validator accepts, registers, memory
 *   read.c   what Zydis, which shares nothing with the validator, reads in a case
 *   world.c  a process with the loader's address space and gate that runs cases
 *   step.c   a tracer that follows a case instruction by instruction
 *   program.c  cases as programs for the real loader
 *   main.c   options, counts, finds
 */
#ifndef ZVM_TEST_RUN_H
#define ZVM_TEST_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/user.h>

#include <zvm/layout.h>

enum {
	TEXT_SIZE = 0x1000,
	BUNDLES = TEXT_SIZE / 32,
	START_MAX = 18,      /* bundles that load the registers */
	CASE_MAX = 40,       /* bundles of a case */
	FAULTS_MAX = 40,     /* a case goes on behind so many faulting instructions */
	CALLS_MAX = 12,      /* runtime calls of a case */
	STEPS_MAX = 400,
	GPRS = 16,           /* in the order of their numbers */
	RSP = 4
};

/* Guest memory that may be written, beside the thread area. */
#define DATA_START ZVM_U64(0x22000)
#define DATA_END ZVM_U64(0x32000)
#define SIGN_START ZVM_U64(0x7FFF8000) /* around the sign bit of an address */
#define SIGN_END ZVM_U64(0x80008000)
#define STACK_START (ZVM_STACK_TOP - ZVM_U64(0x10000))
/* Where a case's first instructions load the registers from: the thread area, or a segment of a program. */
#define LOADS_IN_WORLD ZVM_THREAD
#define LOADS_IN_PROGRAM (ZVM_TEXT + TEXT_SIZE)

/* Host memory that no guest may reach: written words stay as they were, the rest traps. */
#define CANARIES 4
#define CANARY_SIZE 0x2000 /* bytes; the second half has no access at all */

struct values {
	uint64_t gpr[GPRS];
	uint8_t vectors[512];
	uint32_t mxcsr;
	uint16_t fcw, padding;
	uint64_t x87[8];
	uint64_t limit; /* of the multiplication that sets the flags */
};

/* How code was made. */
enum source { BY_CHANCE, BY_TABLE, BY_MUTATION, SOURCES };

struct run_case {
	uint64_t seed;
	enum source source;
	unsigned start_bundles, bundles; /* registers, then the case; hlt behind it */
	uint8_t text[TEXT_SIZE];
	struct values values;
	/* By Zydis: bit n of word m: byte n of bundle m starts an instruction, or is inside a sequence. */
	uint32_t starts[BUNDLES], inside[BUNDLES];
};

enum stage { STAGE_IDLE, STAGE_RUN, STAGE_DONE };

/* Of the fuzzer and the processes that run cases. */
struct shared {
	struct run_case c;
	uint64_t text;               /* where the code of the running process lies */
	uint64_t loads;              /* and what its registers are loaded from */
	uint64_t next;               /* case that will be made next */
	uint64_t canary[CANARIES];   /* where they are */
	enum stage stage;
	uint64_t cases[SOURCES], dropped, faults, calls, ends, ticks;
	uint64_t steps, accesses;
	char why[1024];              /* the find, if there is one */
};
extern struct shared *shared;

struct real_code {
	const uint8_t *bytes; /* whole bundles, NULL if there is none */
	size_t size;
};

/* make.c */
void make_init(struct real_code code);
void make_case(struct run_case *c, uint64_t seed);
uint64_t random64(void);
unsigned below(unsigned n);
uint64_t random_value(void); /* what a register could hold to do the most harm */
size_t make_templates(void);

/* read.c */
/* Fills starts and inside; false, with a reason, if Zydis reads something that must not be there. */
bool read_case(struct run_case *c, char *why, size_t size);
/* 0: no instruction.  `kind` becomes a number for the mnemonic, never 0. */
unsigned read_length(const uint8_t *p, unsigned *kind);

/* What one instruction did, from the registers before and after it. */
struct step {
	const struct run_case *c;
	struct user_regs_struct before, after;
	bool faulted;
	bool x87_error; /* an unmasked exception of x87 waits */
};
/* NULL if all is well. */
const char *read_step(const struct step *s, uint64_t *accesses);
bool read_is_start(const struct run_case *c, uint64_t rip, bool by_branch);
const char *read_text(const struct run_case *c, uint64_t rip);
unsigned read_seen(void); /* kinds of instructions that were executed */

/* world.c */
struct how {
	bool steps; /* the parent traces */
	bool blind; /* Zydis is not asked before */
};
_Noreturn void world_run(uint64_t count, struct how how);
extern const char world_over[]; /* host code that ends a case */
extern uint64_t world_stack;    /* of the host, for world_over */

/* program.c: writes the case as a program for the loader. */
void program_write(const struct run_case *c, const char *path);

/* step.c: traces one process; returns when it has ended, with its wait status. */
int step_trace(int pid);

/* Prints the find that a process's wait status tells of; the fuzzer's exit status. */
int report_find(int status);
_Noreturn void fail(const char *what);

#endif
