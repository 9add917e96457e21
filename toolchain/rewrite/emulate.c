/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instructions that ask the machine, the kernel or the moment become calls of
 * ZRT, which answers the same on every machine.  The handlers keep all registers
 * except what the instruction writes, r11 and the flags; here r11, the red zone
 * and, where something reads them, the flags are kept.
 */
#include "flags.h"
#include "handlers.h"

enum { FRAME = -SCRATCH_AT };

static void call(struct rewriter *r, const char *name)
{
	begin_lock_at_end(r);
	put(r, "callq\t%s", name);
	end_lock(r);
}

void do_emulate(struct rewriter *r, const struct insn *i, int arg)
{
	bool flags = flags_live(r);
	int frame = flags ? FRAME + FLAGS_SIZE : FRAME;

	(void)arg;
	put(r, "movq\t%%r11, %d(%%esp)", SCRATCH_AT);
	if (flags)
		keep_flags(r, -frame);
	put(r, "leal\t%d(%%rsp), %%esp", -frame);
	begin_lock_at_end(r);
	put(r, "callq\t__zvm_%S", i->mnemonic);
	end_lock(r);
	if (flags)
		return_flags(r, 0);
	put(r, "movq\t%d(%%rsp), %%r11", frame - FRAME);
	put(r, "leal\t%d(%%rsp), %%esp", frame);
}

/* rcx and r11 are lost, as by the instruction. */
void do_syscall(struct rewriter *r, const struct insn *i, int arg)
{
	(void)i, (void)arg;
	put(r, "leal\t%d(%%rsp), %%esp", -FRAME);
	call(r, "__zvm_syscall");
	put(r, "leal\t%d(%%rsp), %%esp", FRAME);
}

/* The handler's answer is in rax; CF says that there is one. */
void do_random(struct rewriter *r, const struct insn *i, int arg)
{
	enum { RAX_AT = SCRATCH_AT - 8, BOTH = -RAX_AT };
	const struct operand *to = &i->op[0];
	bool other;

	(void)arg;
	if (i->ops != 1 || !is_gpr(to) || to->reg.number == REG_RSP) {
		refuse(r, "R09: `%S` is not available with these operands", i->mnemonic);
		return;
	}
	other = to->reg.number != RAX || to->reg.width == 16;
	if (other)
		put(r, "movq\t%%rax, %d(%%esp)", RAX_AT);
	put(r, "movq\t%%r11, %d(%%esp)", SCRATCH_AT);
	put(r, "leal\t%d(%%rsp), %%esp", -BOTH);
	call(r, "__zvm_rdrand");
	put(r, "movq\t%d(%%rsp), %%r11", BOTH - FRAME);
	if (to->reg.number == RAX && to->reg.width == 16)
		put(r, "movw\t%%ax, (%%rsp)");
	else if (other || to->reg.width == 32)
		put(r, "mov\t%r, %S", (int)RAX, (int)to->reg.width, to->text);
	if (other)
		put(r, "movq\t(%%rsp), %%rax");
	put(r, "leal\t%d(%%rsp), %%esp", BOTH);
	put(r, "stc");
}
