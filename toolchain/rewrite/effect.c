/* SPDX-License-Identifier: Apache-2.0 */
/* Which general registers an instruction reads and replaces. */
#include "liveness.h"

#define R(n) ((regset)(1u << (n)))

/* Registers that an instruction uses without naming them. */
static const struct {
	const char *prefix; /* mnemonics beginning with it */
	uint8_t operands;   /* only with that many operands; 9: any number */
	regset reads, writes;
} implicit[] = {
	{"call", 9, R(RSP), REGS_CALLER_SAVED},
	{"ret", 9, REGS_AT_RETURN, 0},
	{"push", 9, R(RSP), 0},
	{"pop", 9, R(RSP), 0},
	{"leave", 9, R(RBP), R(RBP)},
	{"mulx", 9, R(RDX), 0},
	{"mul", 1, R(RAX), R(RDX)},
	{"imul", 1, R(RAX), R(RDX)},
	{"div", 1, R(RAX) | R(RDX), 0},
	{"idiv", 1, R(RAX) | R(RDX), 0},
	{"cqto", 9, R(RAX), R(RDX)},
	{"cqo", 9, R(RAX), R(RDX)},
	{"cltd", 9, R(RAX), R(RDX)},
	{"cdq", 9, R(RAX), R(RDX)},
	{"cwtd", 9, R(RAX) | R(RDX), 0},
	{"cltq", 9, R(RAX), 0},
	{"cdqe", 9, R(RAX), 0},
	{"cwtl", 9, R(RAX), 0},
	{"cbtw", 9, R(RAX), 0},
	{"cmpxchg8b", 9, R(RAX) | R(RDX) | R(RBX) | R(RCX), 0},
	{"cmpxchg16b", 9, R(RAX) | R(RDX) | R(RBX) | R(RCX), 0},
	{"cmpxchg", 9, R(RAX), 0},
	{"loop", 9, R(RCX), 0},
	{"jrcxz", 9, R(RCX), 0},
	{"jecxz", 9, R(RCX), 0},
	{"movs", 0, R(RCX) | R(RSI) | R(RDI), 0},
	{"cmps", 0, R(RCX) | R(RSI) | R(RDI), 0},
	{"stos", 9, R(RCX) | R(RAX) | R(RDI), 0},
	{"lods", 9, R(RCX) | R(RAX) | R(RSI), 0},
	{"scas", 9, R(RCX) | R(RAX) | R(RDI), 0},
	{"rep", 9, REGS_ALL, 0},
	{"cpuid", 9, R(RAX) | R(RCX), R(RBX) | R(RDX)},
	{"rdtsc", 9, 0, R(RAX) | R(RDX)},
	{"xgetbv", 9, R(RCX), R(RAX) | R(RDX)},
	{"syscall", 9, REGS_ARGUMENTS, R(RCX) | R(R11)},
	{"pcmpestr", 9, R(RAX) | R(RDX), 0},
	{"vpcmpestr", 9, R(RAX) | R(RDX), 0},
	{"xlat", 9, R(RAX) | R(RBX), 0},
	{"sahf", 9, R(RAX), 0},
	{"maskmov", 9, R(RDI), 0},
	{"vmaskmovdq", 9, R(RDI), 0},
};

/* Mnemonics that replace their last operand without reading it. */
static const char *const replacing[] = {"mov", "lea", "pop", "tzcnt", "lzcnt", "popcnt", "cvt", "vcvt", "pextr", "vpextr",
	"rorx", "shlx", "shrx", "sarx", "andn", "bextr", "blsr", "blsi", "blsmsk", "pdep", "pext", "vmov", "movmsk", "pmovmsk",
	"vpmovmsk", "bzhi", "extractps"};

static bool replaces_last(const struct insn *i)
{
	if (i->ops == 3 && str_begins(i->mnemonic, "imul"))
		return true;
	for (size_t k = 0; k < sizeof replacing / sizeof *replacing; k++)
		if (str_begins(i->mnemonic, replacing[k]))
			return true;
	return false;
}

static regset mentioned(const struct operand *op)
{
	regset r = 0;

	if (op->kind == OP_REG && op->reg.number >= 0 && op->reg.number < GPRS)
		r |= R(op->reg.number);
	if (op->kind == OP_MEM) {
		if (op->base.number >= 0 && op->base.number < GPRS)
			r |= R(op->base.number);
		if (op->index.number >= 0 && op->index.number < GPRS)
			r |= R(op->index.number);
	}
	return r;
}

/* `xor %eax,%eax` and its like depend on nothing. */
static bool is_zeroing(const struct insn *i)
{
	return i->ops == 2 && i->op[0].kind == OP_REG && i->op[1].kind == OP_REG && i->op[0].reg.width >= 32 &&
	       i->op[0].reg.number == i->op[1].reg.number && (str_begins(i->mnemonic, "xor") || str_begins(i->mnemonic, "sub"));
}

struct effect insn_effect(const struct insn *i)
{
	struct effect e = {0, 0};
	const struct operand *last = i->ops ? &i->op[i->ops - 1] : NULL;

	if (i->error || i->repeat.n)
		return (struct effect){REGS_ALL, 0};
	if (is_zeroing(i))
		return (struct effect){0, R(last->reg.number)};
	for (int k = 0; k < i->ops; k++)
		e.reads |= mentioned(&i->op[k]);
	if (last && last->kind == OP_REG && last->reg.width >= 32 && last->reg.number >= 0 && last->reg.number < GPRS &&
	    replaces_last(i)) {
		e.reads = 0;
		for (int k = 0; k < i->ops - 1; k++)
			e.reads |= mentioned(&i->op[k]);
		e.writes |= R(last->reg.number);
	}
	for (size_t k = 0; k < sizeof implicit / sizeof *implicit; k++)
		if ((implicit[k].operands == 9 || implicit[k].operands == i->ops) && str_begins(i->mnemonic, implicit[k].prefix)) {
			e.reads |= implicit[k].reads;
			e.writes |= implicit[k].writes;
			break;
		}
	return e;
}

