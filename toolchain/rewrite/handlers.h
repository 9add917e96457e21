/* SPDX-License-Identifier: Apache-2.0 */
/* The handlers that the table of mnemonics names. */
#ifndef ZVM_REWRITE_HANDLERS_H
#define ZVM_REWRITE_HANDLERS_H

#include "rewrite.h"

/* branch.c */
void do_ret(struct rewriter *r, const struct insn *i, int arg);
void do_call(struct rewriter *r, const struct insn *i, int arg);
void do_jmp(struct rewriter *r, const struct insn *i, int arg);
void do_jcc(struct rewriter *r, const struct insn *i, int arg);
void do_loop(struct rewriter *r, const struct insn *i, int arg);

/* stack.c */
void do_leave(struct rewriter *r, const struct insn *i, int arg);
void do_enter(struct rewriter *r, const struct insn *i, int arg);
void do_pop(struct rewriter *r, const struct insn *i, int arg);
void do_xchg(struct rewriter *r, const struct insn *i, int arg);

/* flags_word.c */
void do_pushf(struct rewriter *r, const struct insn *i, int arg);
void do_popf(struct rewriter *r, const struct insn *i, int arg);
void do_lahf(struct rewriter *r, const struct insn *i, int arg);
void do_sahf(struct rewriter *r, const struct insn *i, int arg);

/* memory_insn.c */
enum { USES_RDI = 1, USES_RSI = 2 };
void do_string(struct rewriter *r, const struct insn *i, int arg); /* USES_... */
void do_moffs(struct rewriter *r, const struct insn *i, int arg);
void do_xlat(struct rewriter *r, const struct insn *i, int arg);
void do_ldmxcsr(struct rewriter *r, const struct insn *i, int arg);
void do_lea(struct rewriter *r, const struct insn *i, int arg);

/* bits.c */
enum { FORWARD, REVERSE };
void do_bit_scan(struct rewriter *r, const struct insn *i, int arg); /* FORWARD or REVERSE */
void do_bit_test(struct rewriter *r, const struct insn *i, int arg); /* whether it stores */
void do_not_16(struct rewriter *r, const struct insn *i, int arg);
void do_double_shift(struct rewriter *r, const struct insn *i, int arg);
void do_not_registers(struct rewriter *r, const struct insn *i, int arg);

/* vector.c */
void do_gather(struct rewriter *r, const struct insn *i, int arg);     /* bytes of an element, 16 times those of an index */
void do_reciprocal(struct rewriter *r, const struct insn *i, int arg); /* whether of the square root */

/* emulate.c */
void do_emulate(struct rewriter *r, const struct insn *i, int arg);
void do_syscall(struct rewriter *r, const struct insn *i, int arg);
void do_random(struct rewriter *r, const struct insn *i, int arg);

/* mnemonic.c */
void do_drop(struct rewriter *r, const struct insn *i, int arg);
void do_rename(struct rewriter *r, const struct insn *i, int arg);  /* another mnemonic, same operands */
void do_replace(struct rewriter *r, const struct insn *i, int arg); /* another instruction, no operands */
void do_refuse(struct rewriter *r, const struct insn *i, int arg);
void do_interrupt(struct rewriter *r, const struct insn *i, int arg);

#endif
