/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which mnemonics need more than confined operands, and what becomes of them.
 * A name is searched as it is written, then without its size suffix if the
 * entry says that it takes one.
 */
#include "handlers.h"

#include <stdlib.h>

struct entry {
	struct mnemonic m;
	const char *suffixes; /* size suffixes that may follow the name */
};

#define BWLQ "bwlq"
#define WLQ "wlq"

#define R08(name) {{name, do_refuse, 0, "R08: `%S` belongs to the system; the sandbox has no such thing"}, ""}
#define R08_SIZED(name) {{name, do_refuse, 0, "R08: `%S` belongs to the system; the sandbox has no such thing"}, BWLQ}
#define R09(name) {{name, do_refuse, 0, "R09: the result of `%S` depends on the machine"}, ""}
#define X87(name) {{name, do_refuse, 0, "R09: the result of `%S` differs between CPUs; use the C library's function"}, ""}
#define R02(name) {{name, do_refuse, 0, "R02: `%S` is not among the instructions of the sandbox"}, ""}
#define DROP(name) {{name, do_drop, 0, NULL}, ""}
#define RENAME(name, to) {{name, do_rename, 0, to}, ""}

static const struct entry table[] = {
	/* branches */
	{{"ret", do_ret, 0, NULL}, "q"},
	{{"call", do_call, 0, NULL}, "q"},
	{{"jmp", do_jmp, 0, NULL}, "q"},
	{{"loop", do_loop, 0, NULL}, ""},
	{{"loope", do_loop, 0, NULL}, ""},
	{{"loopz", do_loop, 0, NULL}, ""},
	{{"loopne", do_loop, 0, NULL}, ""},
	{{"loopnz", do_loop, 0, NULL}, ""},
	{{"jrcxz", do_loop, 0, NULL}, ""},
	{{"jecxz", do_loop, 0, NULL}, ""},
	{{"ja", do_jcc, 0, NULL}, ""}, {{"jae", do_jcc, 0, NULL}, ""}, {{"jb", do_jcc, 0, NULL}, ""}, {{"jbe", do_jcc, 0, NULL}, ""},
	{{"jc", do_jcc, 0, NULL}, ""}, {{"je", do_jcc, 0, NULL}, ""}, {{"jg", do_jcc, 0, NULL}, ""}, {{"jge", do_jcc, 0, NULL}, ""},
	{{"jl", do_jcc, 0, NULL}, ""}, {{"jle", do_jcc, 0, NULL}, ""}, {{"jna", do_jcc, 0, NULL}, ""}, {{"jnae", do_jcc, 0, NULL}, ""},
	{{"jnb", do_jcc, 0, NULL}, ""}, {{"jnbe", do_jcc, 0, NULL}, ""}, {{"jnc", do_jcc, 0, NULL}, ""}, {{"jne", do_jcc, 0, NULL}, ""},
	{{"jng", do_jcc, 0, NULL}, ""}, {{"jnge", do_jcc, 0, NULL}, ""}, {{"jnl", do_jcc, 0, NULL}, ""}, {{"jnle", do_jcc, 0, NULL}, ""},
	{{"jno", do_jcc, 0, NULL}, ""}, {{"jnp", do_jcc, 0, NULL}, ""}, {{"jns", do_jcc, 0, NULL}, ""}, {{"jnz", do_jcc, 0, NULL}, ""},
	{{"jo", do_jcc, 0, NULL}, ""}, {{"jp", do_jcc, 0, NULL}, ""}, {{"jpe", do_jcc, 0, NULL}, ""}, {{"jpo", do_jcc, 0, NULL}, ""},
	{{"js", do_jcc, 0, NULL}, ""}, {{"jz", do_jcc, 0, NULL}, ""},

	/* the stack */
	{{"leave", do_leave, 0, NULL}, "q"},
	{{"enter", do_enter, 0, NULL}, "q"},
	{{"pop", do_pop, 0, NULL}, "q"},
	{{"xchg", do_xchg, 0, NULL}, BWLQ},

	/* flags as bits */
	{{"pushf", do_pushf, 0, NULL}, "q"},
	{{"popf", do_popf, 0, NULL}, "q"},
	{{"lahf", do_lahf, 0, NULL}, ""},
	{{"sahf", do_sahf, 0, NULL}, ""},

	/* memory in ways of their own */
	{{"movs", do_string, USES_RDI | USES_RSI, NULL}, "bwldq"},
	{{"cmps", do_string, USES_RDI | USES_RSI, NULL}, "bwldq"},
	{{"stos", do_string, USES_RDI, NULL}, "bwldq"},
	{{"scas", do_string, USES_RDI, NULL}, "bwldq"},
	{{"lods", do_string, USES_RSI, NULL}, "bwldq"},
	{{"movabs", do_moffs, 0, NULL}, BWLQ},
	{{"xlat", do_xlat, 0, NULL}, "b"},
	{{"lea", do_lea, 0, NULL}, WLQ},
	{{"ldmxcsr", do_ldmxcsr, 0, NULL}, ""},
	{{"vldmxcsr", do_ldmxcsr, 0, NULL}, ""},

	/* bits */
	{{"bsf", do_bit_scan, FORWARD, NULL}, WLQ},
	{{"bsr", do_bit_scan, REVERSE, NULL}, WLQ},
	{{"bt", do_bit_test, 0, NULL}, WLQ},
	{{"bts", do_bit_test, 1, NULL}, WLQ},
	{{"btr", do_bit_test, 1, NULL}, WLQ},
	{{"btc", do_bit_test, 1, NULL}, WLQ},
	{{"shld", do_double_shift, 1, NULL}, WLQ},
	{{"shrd", do_double_shift, 0, NULL}, WLQ},
	{{"bswap", do_not_16, 0, NULL}, "lq"},
	{{"cmpxchg", do_not_registers, 0, NULL}, BWLQ},

	/* answered by ZRT */
	{{"cpuid", do_emulate, 0, NULL}, ""},
	{{"xgetbv", do_emulate, 0, NULL}, ""},
	{{"rdtsc", do_emulate, 0, NULL}, ""},
	{{"rdtscp", do_emulate, 0, NULL}, ""},
	{{"syscall", do_syscall, 0, NULL}, ""},
	{{"rdrand", do_random, 0, NULL}, WLQ},
	{{"rdseed", do_random, 0, NULL}, WLQ},

	/* made of several */
	{{"rcpps", do_reciprocal, false, NULL}, ""}, {{"rcpss", do_reciprocal, false, NULL}, ""},
	{{"rsqrtps", do_reciprocal, true, NULL}, ""}, {{"rsqrtss", do_reciprocal, true, NULL}, ""},
	{{"vrcpps", do_reciprocal, false, NULL}, ""}, {{"vrcpss", do_reciprocal, false, NULL}, ""},
	{{"vrsqrtps", do_reciprocal, true, NULL}, ""}, {{"vrsqrtss", do_reciprocal, true, NULL}, ""},
	{{"vgatherdps", do_gather, 4 | 4 << 4, NULL}, ""}, {{"vgatherqps", do_gather, 4 | 8 << 4, NULL}, ""},
	{{"vgatherdpd", do_gather, 8 | 4 << 4, NULL}, ""}, {{"vgatherqpd", do_gather, 8 | 8 << 4, NULL}, ""},
	{{"vpgatherdd", do_gather, 4 | 4 << 4, NULL}, ""}, {{"vpgatherqd", do_gather, 4 | 8 << 4, NULL}, ""},
	{{"vpgatherdq", do_gather, 8 | 4 << 4, NULL}, ""}, {{"vpgatherqq", do_gather, 8 | 8 << 4, NULL}, ""},

	/* without effect for a single thread, or hints */
	DROP("endbr64"), DROP("mfence"), DROP("sfence"), DROP("lfence"), DROP("clflush"), DROP("clflushopt"), DROP("clwb"),
	DROP("cldemote"), DROP("emms"), DROP("femms"), /* no MMX, so nothing to end */
	 DROP("prefetchit0"), DROP("prefetchit1"),
	RENAME("prefetchnta", "prefetcht0"), RENAME("prefetchw", "prefetcht0"), RENAME("prefetch", "prefetcht0"),
	RENAME("prefetchwt1", "prefetcht0"),
	{{"nop", do_replace, 1, "nop"}, WLQ},
	{{"int3", do_replace, 0, "hlt"}, ""},
	{{"int1", do_replace, 0, "hlt"}, ""},
	{{"icebp", do_replace, 0, "hlt"}, ""},
	{{"ud0", do_replace, 0, "ud2"}, WLQ},
	{{"ud1", do_replace, 0, "ud2"}, WLQ},
	{{"ud2a", do_replace, 0, "ud2"}, ""},
	{{"ud2b", do_replace, 0, "ud2"}, ""},
	{{"int", do_interrupt, 0, NULL}, ""},

	/* stores past the cache, as ordinary ones */
	RENAME("movnti", "mov"), RENAME("movntil", "movl"), RENAME("movntiq", "movq"),
	RENAME("movntps", "movaps"), RENAME("movntpd", "movapd"), RENAME("movntdq", "movdqa"), RENAME("movntdqa", "movdqa"),
	RENAME("vmovntps", "vmovaps"), RENAME("vmovntpd", "vmovapd"), RENAME("vmovntdq", "vmovdqa"),
	RENAME("vmovntdqa", "vmovdqa"),

	/* R08: the system */
	R08("sysenter"), R08_SIZED("sysexit"), R08_SIZED("sysret"), R08("into"), R08("in"), R08("inb"), R08("inw"), R08("inl"),
	R08("out"), R08("outb"), R08("outw"), R08("outl"), R08("insb"), R08("insw"), R08("insl"), R08("insd"), R08("ins"),
	R08("outsb"), R08("outsw"), R08("outsl"), R08("outsd"), R08("outs"),
	R08_SIZED("lgdt"), R08_SIZED("lidt"), R08_SIZED("sgdt"), R08_SIZED("sidt"), R08_SIZED("lldt"), R08_SIZED("sldt"),
	R08_SIZED("ltr"), R08_SIZED("str"), R08_SIZED("lmsw"), R08_SIZED("smsw"), R08("clts"), R08("invd"), R08("wbinvd"),
	R08("wbnoinvd"), R08("invlpg"), R08("invlpga"), R08("invpcid"), R08("invept"), R08("invvpid"), R08("cli"), R08("sti"),
	R08("rdmsr"), R08("wrmsr"), R08("rdfsbase"), R08("rdgsbase"), R08("wrfsbase"), R08("wrgsbase"), R08("rdfsbasel"),
	R08("rdfsbaseq"), R08("rdgsbasel"), R08("rdgsbaseq"), R08("wrfsbasel"), R08("wrfsbaseq"), R08("wrgsbasel"),
	R08("wrgsbaseq"), R08("swapgs"), R08("monitor"), R08("monitorx"), R08("mwait"), R08("mwaitx"), R08("umonitor"),
	R08("umwait"), R08("tpause"), R08("vmcall"), R08("vmlaunch"), R08("vmresume"), R08("vmxoff"), R08("vmxon"), R08("vmclear"),
	R08("vmptrld"), R08("vmptrst"), R08_SIZED("vmread"), R08_SIZED("vmwrite"), R08("vmfunc"), R08("vmmcall"), R08("vmrun"),
	R08("vmload"), R08("vmsave"), R08("skinit"), R08("clgi"), R08("stgi"), R08("clzero"), R08("stac"), R08("clac"),
	R08("rdpkru"), R08("wrpkru"), R08("xsetbv"), R08("xbegin"), R08("xend"), R08("xabort"), R08("xtest"), R08_SIZED("lar"),
	R08_SIZED("lsl"), R08_SIZED("verr"), R08_SIZED("verw"), R08("arpl"), R08_SIZED("lret"), R08_SIZED("lcall"),
	R08_SIZED("ljmp"), R08_SIZED("iret"), R08("pushfw"), R08("popfw"), R08("rdsspd"),
	R08("rdsspq"), R08("incsspd"), R08("incsspq"), R08("saveprevssp"), R08("rstorssp"), R08("wrssd"), R08("wrssq"),
	R08("setssbsy"), R08("clrssbsy"), R08("rsm"), R08("getsec"), R08("enclu"), R08("encls"), R08("enclv"), R08("pconfig"),
	R08("serialize"), R08("senduipi"), R08("clui"), R08("stui"), R08("testui"), R08("uiret"), R08("ptwrite"),
	R08("ptwritel"), R08("ptwriteq"), R08("enqcmd"), R08("enqcmds"), R08("movdir64b"), R08("movdiri"), R08("hreset"),
	R08("xsave"), R08("xsave64"), R08("xsavec"), R08("xsavec64"), R08("xsaveopt"), R08("xsaveopt64"), R08("xsaves"),
	R08("xsaves64"), R08("xrstor"), R08("xrstor64"), R08("xrstors"), R08("xrstors64"), R08("fxsave"), R08("fxsave64"),
	R08("fxsaveq"), R08("fxrstor"), R08("fxrstor64"), R08("fxrstorq"), R08("lfs"), R08("lgs"), R08("lss"),

	/* R09: results that differ between machines */
	R09("rdpid"), R09("rdpmc"), X87("fprem"), X87("fprem1"), X87("fsin"), X87("fcos"), X87("fsincos"), X87("fptan"),
	X87("fpatan"), X87("f2xm1"), X87("fyl2x"), X87("fyl2xp1"), X87("fbld"), X87("fbstp"), X87("fldenv"), X87("fstenv"),
	X87("fnstenv"), X87("fsave"), X87("fnsave"), X87("frstor"),

	/* R02: encodings that are not in the sandbox */
	R02("maskmovq"), R02("maskmovdqu"), R02("vmaskmovdqu"), R02("movntq"),
};

enum { COUNT = sizeof table / sizeof *table, SLOTS = 2048 };

static uint16_t slots[SLOTS];

static unsigned hash_of(struct str s)
{
	unsigned h = (unsigned)s.n;

	for (size_t i = 0; i < s.n; i++)
		h = h * 31 + (unsigned char)s.p[i];
	return (h ^ h >> 11) % SLOTS;
}

void mnemonics_init(void)
{
	_Static_assert(COUNT * 2 < SLOTS, "the hash table of mnemonics is too small");
	memset(slots, 0, sizeof slots);
	for (unsigned n = 0; n < COUNT; n++) {
		unsigned k = hash_of((struct str){table[n].m.name, strlen(table[n].m.name)});

		while (slots[k])
			k = (k + 1) % SLOTS;
		slots[k] = (uint16_t)(n + 1);
	}
}

static const struct entry *find(struct str name)
{
	for (unsigned k = hash_of(name); slots[k]; k = (k + 1) % SLOTS)
		if (str_is(name, table[slots[k] - 1].m.name))
			return &table[slots[k] - 1];
	return NULL;
}

const struct mnemonic *mnemonic_find(struct str name)
{
	const struct entry *e = find(name);

	if (e || name.n < 2)
		return e ? &e->m : NULL;
	e = find((struct str){name.p, name.n - 1});
	return e && strchr(e->suffixes, name.p[name.n - 1]) ? &e->m : NULL;
}

/* ---- simple handlers --------------------------------------------------- */

static const char *text_of(const struct insn *i)
{
	return mnemonic_find(i->mnemonic)->text;
}

void do_drop(struct rewriter *r, const struct insn *i, int arg)
{
	(void)r, (void)i, (void)arg;
}

void do_rename(struct rewriter *r, const struct insn *i, int arg)
{
	const char *name = text_of(i);

	(void)arg;
	if (i->ops == 1)
		put(r, "%s\t%o", name, &i->op[0]);
	else if (i->ops == 2)
		put(r, "%s\t%o, %o", name, &i->op[0], &i->op[1]);
	else
		refuse(r, "R02: `%S` does not take %d operands", i->mnemonic, i->ops);
}

void do_replace(struct rewriter *r, const struct insn *i, int arg)
{
	(void)arg;
	put(r, "%s", text_of(i));
}

void do_refuse(struct rewriter *r, const struct insn *i, int arg)
{
	(void)arg;
	refuse(r, text_of(i), i->mnemonic);
}

void do_interrupt(struct rewriter *r, const struct insn *i, int arg)
{
	int64_t number;

	(void)arg;
	if (i->ops == 1 && str_begins(i->op[0].text, "$") && str_number(str_from(i->op[0].text, 1), &number) && number == 3)
		put(r, "hlt");
	else
		refuse(r, "R08: `int` calls the kernel; use `syscall` or the C library");
}
