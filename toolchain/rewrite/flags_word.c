/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pushf, popf, lahf and sahf, which rule R08 forbids: the flags as bits of a word
 * and back, by setcc and bt.  A program sees the arithmetic flags and the
 * direction, and otherwise what every program sees: interrupts are on. SF beside
 * ZF, which no arithmetic leaves, does not come back.
 */
#include "flags.h"
#include "handlers.h"

enum { R11_AT = SCRATCH_AT, RSI_AT = R11_AT - 8, RAX_AT = RSI_AT - 8, FLAGS_AT = RAX_AT - FLAGS_SIZE };
enum { ZERO_AT = FLAGS_AT + 6, AH_AT = FLAGS_AT + 7 }; /* room that keep_flags leaves */
enum { BIT_CF = 0, BIT_PF = 2, BIT_ZF = 6, BIT_SF = 7, BIT_DF = 10, BIT_OF = 11, ALWAYS = 0x202 };

static void save(struct rewriter *r)
{
	put(r, "movq\t%%r11, %d(%%esp)", R11_AT);
	keep_flags(r, FLAGS_AT);
	put(r, "sete\t%d(%%esp)", ZERO_AT);
}

static void restore(struct rewriter *r)
{
	put(r, "movq\t%d(%%esp), %%r11", R11_AT);
}

/* The flags that lahf knows, behind what r11 holds already. */
static void append_low_flags(struct rewriter *r)
{
	put(r, "orb\t%d(%%esp), %%r11b", FLAGS_AT + FLAG_SF);
	put(r, "shll\t$%d, %%r11d", BIT_SF - BIT_ZF);
	put(r, "orb\t%d(%%esp), %%r11b", ZERO_AT);
	put(r, "shll\t$%d, %%r11d", BIT_ZF - BIT_PF);
	put(r, "orb\t%d(%%esp), %%r11b", FLAGS_AT + FLAG_PF);
	put(r, "shll\t$%d, %%r11d", BIT_PF - BIT_CF);
	put(r, "orb\t%d(%%esp), %%r11b", FLAGS_AT + FLAG_CF);
	put(r, "orl\t$%d, %%r11d", ALWAYS);
}

void do_pushf(struct rewriter *r, const struct insn *i, int arg)
{
	bool live = flags_live(r);

	(void)i, (void)arg;
	put(r, "leal\t-8(%%rsp), %%esp");
	save(r);
	put(r, "movq\t%%rsi, %d(%%esp)", RSI_AT);
	put(r, "movq\t%%rax, %d(%%esp)", RAX_AT);
	/* Only a string instruction tells the direction. */
	put(r, "movl\t%%esp, %%esi");
	put(r, "addr32 lodsb");
	put(r, "subl\t%%esp, %%esi");
	put(r, "shrl\t$31, %%esi");
	put(r, "movzbl\t%d(%%esp), %%r11d", FLAGS_AT + FLAG_OF);
	put(r, "shll\t$%d, %%r11d", BIT_OF - BIT_DF);
	put(r, "orl\t%%esi, %%r11d");
	put(r, "shll\t$%d, %%r11d", BIT_DF - BIT_SF);
	append_low_flags(r);
	put(r, "movq\t%%r11, (%%rsp)");
	if (live)
		return_flags(r, FLAGS_AT);
	put(r, "movq\t%d(%%esp), %%rsi", RSI_AT);
	put(r, "movq\t%d(%%esp), %%rax", RAX_AT);
	restore(r);
}

void do_lahf(struct rewriter *r, const struct insn *i, int arg)
{
	bool live = flags_live(r);

	(void)i, (void)arg;
	save(r);
	put(r, "xorl\t%%r11d, %%r11d");
	append_low_flags(r);
	put(r, "movb\t%%r11b, %d(%%esp)", AH_AT);
	if (live)
		return_flags(r, FLAGS_AT);
	restore(r);
	put(r, "movb\t%d(%%esp), %%ah", AH_AT);
}

static void take_bit(struct rewriter *r, int bit, const char *condition, int flag)
{
	put(r, "btl\t$%d, %%r11d", bit);
	put(r, "set%s\t%d(%%esp)", condition, FLAGS_AT + flag);
}

/* From the bits in r11, but for OF. */
static void take_low_flags(struct rewriter *r)
{
	take_bit(r, BIT_CF, "c", FLAG_CF);
	take_bit(r, BIT_PF, "c", FLAG_PF);
	take_bit(r, BIT_ZF, "nc", FLAG_NZ);
	take_bit(r, BIT_SF, "c", FLAG_SF);
	put(r, "setnc\t%d(%%esp)", FLAGS_AT + FLAG_NS);
}

void do_popf(struct rewriter *r, const struct insn *i, int arg)
{
	unsigned forward = new_label(r);

	(void)i, (void)arg;
	put(r, "movq\t%%r11, %d(%%esp)", R11_AT);
	put(r, "movl\t(%%rsp), %%r11d");
	take_bit(r, BIT_OF, "c", FLAG_OF);
	take_low_flags(r);
	put(r, "cld");
	put(r, "btl\t$%d, %%r11d", BIT_DF);
	put(r, "jnc\t.Lzvm%u", forward);
	put(r, "std");
	put_label(r, forward);
	return_flags(r, FLAGS_AT);
	restore(r);
	put(r, "leal\t8(%%rsp), %%esp");
}

void do_sahf(struct rewriter *r, const struct insn *i, int arg)
{
	(void)i, (void)arg;
	put(r, "movq\t%%r11, %d(%%esp)", R11_AT);
	put(r, "seto\t%d(%%esp)", FLAGS_AT + FLAG_OF);
	put(r, "movb\t%%ah, %d(%%esp)", AH_AT);
	put(r, "movzbl\t%d(%%esp), %%r11d", AH_AT);
	take_low_flags(r);
	return_flags(r, FLAGS_AT);
	restore(r);
}
