/* SPDX-License-Identifier: Apache-2.0 */
/* What each rule says, in short; docs/sandbox-rules.md has it at length. */
#include "main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *title, *statement, *why, *remedy;
} rules[ZV_RULES] = {
	[ZV_R01_BUNDLE] = {
		"bundles",
		"Text is split in 32-byte bundles; no instruction and no sequence crosses one.",
		"Then every 32-byte aligned address starts an instruction, and indirect branches,\n"
		"which can only go to such addresses, never reach the middle of one.",
		"Assemble with zvm-cc, or with LLVM's `.bundle_align_mode 5`.",
	},
	[ZV_R02_ENCODING] = {
		"exact encodings",
		"Only encodings in the table are instructions: exact prefixes, map, opcode, modrm.reg,\n"
		"VEX.L, W and pp.  67 comes first and only with a memory operand; REX comes last; a\n"
		"branch has no prefix but the REX.B of R06; no lock, no segment prefix, no xchg with\n"
		"memory; long nops are the strings of the assemblers.",
		"CPUs differ in encodings that their manuals do not define, and each decoder that\n"
		"reads bytes in another way than the CPU is an escape.",
		"Use another instruction, or a level that the SDK knows (-march=x86-64-v2 or -v3).",
	},
	[ZV_R03_MEMORY] = {
		"memory operands",
		"With prefix 67: any base, index, scale and displacement but rip.  Without it:\n"
		"disp(%rsp) with disp >= -128, disp(%rip) with a target in [0x10000, 4 GiB), and\n"
		"absolute addresses from 0 to 2 GiB.  String instructions need 67.  No bit strings in\n"
		"memory, moffs, xlat, maskmov, gathers, fs or gs.",
		"The sandbox is the lowest 4 GiB: an address of 32 bits cannot name anything else.",
		"Compile with zvm-cc: its rewriter uses the 32-bit names of registers in operands.",
	},
	[ZV_R04_STACK_POINTER] = {
		"stack pointer",
		"rsp is written only by push, pop, call, the sequence R07, and the 32-bit forms of mov,\n"
		"add, sub, lea, and `add|sub|and $imm`.",
		"rsp stays below 4 GiB, so that operands with rsp need no prefix.",
		"Use 32-bit forms (movl %ebp, %esp); zvm-cc's rewriter does.",
	},
	[ZV_R05_DIRECT_BRANCH] = {
		"direct branches",
		"A direct branch goes to the start of an instruction or sequence in the same unit, to a\n"
		"gate slot, or to a 32-byte aligned address in [0x20000, 4 GiB).",
		"All code that runs has been read by the validator at exactly these boundaries.",
		"Branch to labels, not to distances.",
	},
	[ZV_R06_INDIRECT_BRANCH] = {
		"indirect branches",
		"`and $-32, %eX` and directly behind it `jmp *%rX` or `call *%rX`, the same register,\n"
		"not rsp, in one bundle.",
		"The mask makes the target an aligned address below 4 GiB: a start of a bundle.",
		"Compile with zvm-cc; in assembly write `jmp *%rax` and let the rewriter work.",
	},
	[ZV_R07_RETURN] = {
		"returns",
		"`pop %r11; and $-32, %r11d; push %r11; ret`, exactly these bytes, in one bundle.",
		"The return address is masked like any other target.  Nobody else writes the stack\n"
		"between the push and the ret.",
		"Compile with zvm-cc; in assembly write `ret` and let the rewriter work.",
	},
	[ZV_R08_FORBIDDEN] = {
		"forbidden instructions",
		"Nothing that is privileged or talks to the system, nothing that shows or sets state of\n"
		"the processor beyond the program's own, no cache flushes and non-temporal accesses.",
		"The six runtime calls are the only way out; flushes and stores past the cache flip\n"
		"bits of memory (rowhammer).",
		"Use the C library or the calls of zvm.h.",
	},
	[ZV_R09_DETERMINISM] = {
		"determinism",
		"No instruction whose result depends on the machine or the moment.  ldmxcsr only behind\n"
		"`andl $0xffff` of the same disp(%rsp); rep only behind `mov %ecx, %ecx` (and edi, esi).",
		"The same program with the same input gives the same output on every CPU.",
		"Compile with zvm-cc; it emulates cpuid, rdtsc and rdrand, and avoids the rest.",
	},
	[ZV_R10_TEXT_END] = {
		"end of the text",
		"A unit is whole bundles at an aligned address in [0x20000, 4 GiB); the loader fills its\n"
		"last page with hlt before it validates it.",
		"Execution cannot run off its end into bytes that were not validated.",
		"Fill the end with hlt (F4).",
	},
	[ZV_R11_ENTRY] = {
		"entry",
		"Every address that the host jumps to is 32-byte aligned and in the text.",
		"Only such addresses are known to start an instruction that is not inside a sequence.",
		"Put `.p2align 5` before the label of the entry point.",
	},
	[ZV_R12_FLAGS] = {
		"flags (not enforced)",
		"No flag is read that the last instruction left undefined.",
		"It would complete R09.  It is a property of compilers' output that this validator does\n"
		"not check: R09 covers results, not flags that the manuals leave undefined.",
		"Do not read flags that an instruction leaves undefined.",
	},
};

static void print_rule(unsigned n)
{
	printf("R%02u: %s\n\n%s\n\nWhy: %s\n\nWhat to do: %s\n", n, rules[n].title, rules[n].statement, rules[n].why,
	       rules[n].remedy);
}

bool explain_rule(const char *name)
{
	char *end;
	unsigned long n;

	if (!strcmp(name, "all")) {
		for (n = 1; n < ZV_RULES; n++) {
			print_rule((unsigned)n);
			if (n + 1 < ZV_RULES)
				putchar('\n');
		}
		return true;
	}
	if ((*name != 'R' && *name != 'r') || name[1] < '0' || name[1] > '9')
		return false;
	n = strtoul(name + 1, &end, 10);
	if (*end || n == 0 || n >= ZV_RULES)
		return false;
	print_rule((unsigned)n);
	return true;
}
