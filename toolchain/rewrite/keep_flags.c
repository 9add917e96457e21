/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The flags over a sequence that changes them, without pushf and popf (R08).
 *
 * setcc stores each flag without changing any.  Back they come from two bytes.
 * Testing V gives ZF, SF and PF: V is 0 for ZF, else SF in its top bit and such
 * low bits that the parity is right.  Rotating W right by one gives CF, its
 * lowest bit, and OF, in which CF and its highest bit differ; it changes nothing
 * else.  ZF without PF is what a comparison of floating point numbers leaves,
 * and what popcnt leaves of 0.
 */
#include "flags.h"

/* W comes to the byte of CF, V to that of SF. */
enum { CF = FLAG_CF, OF = FLAG_OF, SF = FLAG_SF, NS = FLAG_NS, PF = FLAG_PF, NZ = FLAG_NZ };

void keep_flags(struct rewriter *r, int at)
{
	static const char *const condition[] = {[CF] = "c", [OF] = "o", [SF] = "s", [NS] = "ns", [PF] = "p", [NZ] = "nz"};

	for (int k = CF; k <= NZ; k++)
		put(r, "set%s\t%d(%%esp)", condition[k], at + k);
}

void return_flags(struct rewriter *r, int at)
{
	unsigned usual = new_label(r), rotate = new_label(r);

	put(r, "movzbl\t%d(%%esp), %%r11d", at + OF);
	put(r, "xorb\t%d(%%esp), %%r11b", at + CF);
	put(r, "shll\t$7, %%r11d");
	put(r, "orb\t%%r11b, %d(%%esp)", at + CF);
	put(r, "movzbl\t%d(%%esp), %%r11d", at + SF);
	put(r, "shll\t$6, %%r11d");
	put(r, "orb\t%d(%%esp), %%r11b", at + PF);
	put(r, "addl\t%%r11d, %%r11d");
	put(r, "orb\t%d(%%esp), %%r11b", at + NS);
	put(r, "negb\t%d(%%esp)", at + NZ); /* all bits or none */
	put(r, "andb\t%d(%%esp), %%r11b", at + NZ);
	put(r, "movb\t%%r11b, %d(%%esp)", at + SF);
	put(r, "movzbl\t%d(%%esp), %%r11d", at + PF);
	put(r, "orb\t%d(%%esp), %%r11b", at + NZ);
	put(r, "jne\t.Lzvm%u", usual);
	put(r, "popcntl\t%%r11d, %%r11d");
	put(r, "jmp\t.Lzvm%u", rotate);
	put_label(r, usual);
	put(r, "cmpb\t$0, %d(%%esp)", at + SF);
	put_label(r, rotate);
	put(r, "rorb\t%d(%%esp)", at + CF);
}
