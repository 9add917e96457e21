/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rewriting itself: every statement goes to one function that knows what
 * becomes of it, found by its mnemonic in the table of mnemonic.c.
 *
 *   branch.c          ret, call, jmp, loop
 *   stack.c           what writes the stack pointer
 *   memory_insn.c     instructions that touch memory in a way of their own
 *   bits.c            bsf, bsr, bt on bit strings
 *   thread_pointer.c  thread-local storage
 *   emulate.c         cpuid, syscall, ... as calls of ZRT
 */
#ifndef ZVM_REWRITE_REWRITE_H
#define ZVM_REWRITE_REWRITE_H

#include "asm.h"
#include "liveness.h"
#include "out.h"
#include "symbols.h"

enum { TLS_NAME_MAX = 1024 };

struct rewriter {
	const char *name; /* of the input, for messages */
	struct statements all;
	struct symbols symbols;
	struct liveness live;
	struct out out;
	size_t at;        /* the statement in work */
	bool drop_lines;   /* line numbers are for messages only */
	bool compiled;     /* the text comes from a compiler */
	bool traps;        /* what needs a feature that the sandbox does not have, shall trap */
	bool keeps_r11;    /* over calls of the file's own functions: branch.c */
	bool in_data;      /* constants among the code go to .rodata */
	bool aligned;      /* nothing was written since an alignment to a bundle */
	bool after_target; /* no instruction was written since an aligned label */
	bool at_start;     /* nor since a directive that chose a section */
	struct str tls_symbol; /* whose address the next call of __tls_get_addr wants */
	unsigned labels;  /* local labels made so far */
	unsigned errors;
};

/* Rewrites one instruction that is in the table; `arg` is the table's. */
typedef void handler(struct rewriter *r, const struct insn *i, int arg);

/* ---- writing ---------------------------------------------------------- */

/* One instruction, formatted as out_format says, without the newline. */
void put(struct rewriter *r, const char *format, ...);

/* Instructions that stay in one bundle; at its end, for what a call returns to. */
void begin_lock(struct rewriter *r);
void begin_lock_at_end(struct rewriter *r);
void end_lock(struct rewriter *r);

/* A local label's number, to be written with put_label and `.Lzvm%u`. */
unsigned new_label(struct rewriter *r);
void put_label(struct rewriter *r, unsigned label);

/* An error about the statement in work, at its place in the source. */
void refuse(struct rewriter *r, const char *format, ...);

/* ---- registers for a sequence ------------------------------------------ */

enum { SCRATCH_MAX = 3, SCRATCH_AT = -136 };

/*
 * Registers that the instruction does not mention.  Dead ones are taken where
 * there are some, others are kept below the red zone: nothing interrupts a
 * guest, so that memory belongs to whoever runs.
 */
struct scratch {
	int count;
	int reg[SCRATCH_MAX];
	bool saved[SCRATCH_MAX];
};

void take_scratch(struct rewriter *r, const struct insn *i, int count, struct scratch *s);
void release_scratch(struct rewriter *r, const struct scratch *s);

/* ---- steps ------------------------------------------------------------ */

void rewrite_all(struct rewriter *r);
void calls_plan(struct rewriter *r);
void rewrite_text(struct rewriter *r, struct str text); /* one instruction */
void rewrite_plain(struct rewriter *r, const struct insn *i);
bool rewrite_directive(struct rewriter *r, const struct statement *st);
/* At an alignment; if a small loop follows, writes a better one: loop.c. */
bool loop_align(struct rewriter *r);

/* Handles what is about thread-local storage; false: nothing was. */
bool rewrite_tls(struct rewriter *r, const struct insn *i);

/* Handles an instruction that writes the stack pointer; false: it does not. */
bool rewrite_stack_pointer(struct rewriter *r, const struct insn *i);

/* What becomes of a mnemonic. */
struct mnemonic {
	const char *name;
	handler *run;
	int arg;
	const char *text; /* reason of a refusal, or the mnemonic instead */
};

void mnemonics_init(void);
const struct mnemonic *mnemonic_find(struct str name);

/* 8, 16, 32 or 64 from a suffix or a register operand; 0 if neither tells. */
int insn_width(const struct insn *i);

#endif
