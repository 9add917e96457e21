/* SPDX-License-Identifier: Apache-2.0 */
/* The second reader of a case: Zydis, and the real registers. */
#include "run.h"

#include "../reader.h"

#include <stdio.h>
#include <string.h>

enum { SLACK = 16 };

static uint8_t seen[ZYDIS_MNEMONIC_MAX_VALUE + 1];

unsigned read_length(const uint8_t *p, unsigned *kind)
{
	ZydisDecodedInstruction z;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];

	if (!reader_decode(p, &z, operands))
		return 0;
	if (kind)
		*kind = z.mnemonic;
	return z.length;
}

static unsigned length_at(const struct run_case *c, unsigned at)
{
	unsigned bundle = at / 32, n = at % 32 + 1;

	while (n < 32 && !(c->starts[bundle] >> n & 1))
		n++;
	return bundle * 32 + n - at;
}

/* The instructions before `at` in its bundle whose bytes a sequence must have. */
static unsigned sequence_before(const uint8_t *p, unsigned at)
{
	static const uint8_t ret[] = {0x41, 0x5B, 0x41, 0x83, 0xE3, 0xE0, 0x41, 0x53};
	unsigned head = p[0] == 0x41 && p[1] == 0xFF;

	if (*p == 0xC3)
		return at >= 8 && !memcmp(p - 8, ret, 8) ? 8 : 0;
	if (p[head] == 0xFF && ((p[head + 1] & 0xF8) == 0xE0 || (p[head + 1] & 0xF8) == 0xD0)) {
		if (at < 3 + head || p[-1] != 0xE0 || p[-3] != 0x83 || (p[-2] & 7) != (p[head + 1] & 7) || (p[-2] & 0xF8) != 0xE0)
			return 0;
		return head ? (p[-4] == 0x41 ? 4 : 0) : 3;
	}
	return 0;
}

static const char *read_bundle(struct run_case *c, unsigned bundle)
{
	ZydisDecodedInstruction z;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	uint8_t copy[32 + SLACK] = {0};
	const char *why = NULL;

	memcpy(copy, c->text + bundle * 32, 32);
	c->starts[bundle] = c->inside[bundle] = 0;
	for (unsigned at = 0; at < 32; at += z.length) {
		unsigned kind, before;

		if (!reader_decode(copy + at, &z, operands))
			return "no instruction";
		if (at + z.length > 32)
			why = "a bundle is crossed";
		if (reader_is_system(&z))
			why = "a system instruction";
		c->starts[bundle] |= UINT32_C(1) << at;
		kind = z.meta.category;
		if (kind != ZYDIS_CATEGORY_RET &&
		    ((kind != ZYDIS_CATEGORY_CALL && kind != ZYDIS_CATEGORY_UNCOND_BR) || z.raw.imm[0].is_relative))
			continue;
		before = sequence_before(copy + at, at);
		if (before == 0 || !(c->starts[bundle] >> (at - before) & 1))
			why = "an unmasked branch";
		for (unsigned n = at - before + 1; n <= at; n++)
			c->inside[bundle] |= UINT32_C(1) << n;
	}
	return why;
}

bool read_case(struct run_case *c, char *why, size_t size)
{
	bool good = true;

	for (unsigned n = 0; n < BUNDLES; n++) {
		const char *wrong = read_bundle(c, n);

		if (wrong && good)
			snprintf(why, size, "%s in bundle %u", wrong, n);
		good &= !wrong;
	}
	return good;
}

bool read_is_start(const struct run_case *c, uint64_t rip, bool by_branch)
{
	uint64_t at = rip - shared->text;

	return at < TEXT_SIZE && c->starts[at / 32] >> at % 32 & 1 && !(by_branch && c->inside[at / 32] >> at % 32 & 1);
}

const char *read_text(const struct run_case *c, uint64_t rip)
{
	uint8_t bytes[READ] = {0};

	if (rip - shared->text >= TEXT_SIZE)
		return "(outside of the text)";
	memcpy(bytes, c->text + (rip - shared->text), length_at(c, (unsigned)(rip - shared->text)));
	return reader_text(bytes, rip);
}

static uint64_t gpr(const struct user_regs_struct *r, unsigned n)
{
	const unsigned long long values[GPRS] = {r->rax, r->rcx, r->rdx, r->rbx, r->rsp, r->rbp, r->rsi, r->rdi,
	                                         r->r8, r->r9, r->r10, r->r11, r->r12, r->r13, r->r14, r->r15};

	return values[n];
}

static uint64_t value_of(const struct step *s, const ZydisDecodedInstruction *z, ZydisRegister r)
{
	int n = reader_gpr(r);

	if (r == ZYDIS_REGISTER_RIP)
		return s->before.rip + z->length;
	if (n < 0)
		return 0;
	return ZydisRegisterGetWidth(ZYDIS_MACHINE_MODE_LONG_64, r) == 32 ? (uint32_t)gpr(&s->before, (unsigned)n)
	                                                                  : gpr(&s->before, (unsigned)n);
}

/*
 * Does not fault where it moves nothing: prefetches, moves of no element, and (Intel; AMD
 * looks at the address first) stores of x87 that an unmasked exception keeps back.
 */
static bool is_silent(const struct step *s, const ZydisDecodedInstruction *z)
{
	if (s->x87_error && z->opcode_map == ZYDIS_OPCODE_MAP_DEFAULT && (z->opcode & 0xF8) == 0xD8)
		return true;
	switch (z->mnemonic) {
	case ZYDIS_MNEMONIC_PREFETCHT0:
	case ZYDIS_MNEMONIC_PREFETCHT1:
	case ZYDIS_MNEMONIC_PREFETCHT2:
	case ZYDIS_MNEMONIC_VMASKMOVPS:
	case ZYDIS_MNEMONIC_VMASKMOVPD:
	case ZYDIS_MNEMONIC_VPMASKMOVD:
	case ZYDIS_MNEMONIC_VPMASKMOVQ:
		return true;
	default:
		return z->meta.category == ZYDIS_CATEGORY_STRINGOP;
	}
}

static const char *check_access(const struct step *s, const ZydisDecodedInstruction *z, const ZydisDecodedOperand *o)
{
	uint64_t address = (uint64_t)o->mem.disp.value, size = o->size / 8;

	if (o->mem.segment == ZYDIS_REGISTER_FS || o->mem.segment == ZYDIS_REGISTER_GS)
		return "memory by fs or gs";
	if (o->mem.type == ZYDIS_MEMOP_TYPE_VSIB)
		return "memory by a vector of addresses";
	/* With REX.B Zydis 4.0 takes "no base, 32 bits of displacement" for r13; LLVM and CPUs do not. */
	if (o->visibility == ZYDIS_OPERAND_VISIBILITY_EXPLICIT && z->raw.modrm.mod == 0 && z->raw.modrm.rm == 4 &&
	    z->raw.sib.base == 5)
		address = (uint64_t)z->raw.disp.value;
	else
		address += value_of(s, z, o->mem.base);
	address += value_of(s, z, o->mem.index) * o->mem.scale;
	if (z->address_width == 32)
		address = (uint32_t)address;
	/* push and call write below the rsp that Zydis names. */
	if (o->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN && o->mem.base == ZYDIS_REGISTER_RSP &&
	    o->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE)
		address -= size;
	if (address >= (uint64_t)-160) /* below rsp, at an rsp near 0: nothing is there */
		return s->faulted || is_silent(s, z) ? NULL : "an access below 0 that did not fault";
	if (z->address_width == 32 ? address >= ZVM_TOP : address >= ZVM_GUARD_END - 64 || size > 64)
		return "memory outside of the sandbox and its guard";
	if (address + size > ZVM_STACK_TOP && !s->faulted && !is_silent(s, z))
		return "an access to memory that nobody may access";
	return NULL;
}

static bool is_branch(const ZydisDecodedInstruction *z)
{
	return z->meta.category == ZYDIS_CATEGORY_COND_BR || z->meta.category == ZYDIS_CATEGORY_UNCOND_BR ||
	       z->meta.category == ZYDIS_CATEGORY_CALL || z->meta.category == ZYDIS_CATEGORY_RET;
}

static const char *check_next(const struct step *s, const ZydisDecodedInstruction *z, const ZydisDecodedOperand *first)
{
	uint64_t from = s->before.rip, next = from + z->length, to = s->after.rip;

	if (s->faulted)
		return to == from || to == next || is_branch(z) ? NULL : "rip moved by a fault";
	if (!is_branch(z))
		return to == next || (to == from && z->attributes & (ZYDIS_ATTRIB_HAS_REP | ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE))
		               ? NULL : "rip is not behind the instruction";
	if (first->type == ZYDIS_OPERAND_TYPE_IMMEDIATE && z->meta.category != ZYDIS_CATEGORY_RET)
		return to == next || to == next + (uint64_t)first->imm.value.s ? NULL : "a branch elsewhere";
	return to < ZVM_TOP && to % ZVM_BUNDLE == 0 ? NULL : "an indirect branch that is not clamped";
}

static const char *changed(unsigned n, uint64_t before, uint64_t after)
{
	static char text[96];

	snprintf(text, sizeof text, "register %u changed from 0x%llx to 0x%llx", n, (unsigned long long)before,
	         (unsigned long long)after);
	return text;
}

/* Whatever is not written, as Zydis reads it, must be as it was. */
static const char *check_registers(const struct step *s, unsigned written)
{
	const struct user_regs_struct *b = &s->before, *a = &s->after;
	const unsigned long long kept = ~UINT64_C(0x10CD5); /* CF PF AF ZF SF DF OF, and RF */

	for (unsigned n = 0; n < GPRS; n++)
		if (!(written >> n & 1) && gpr(b, n) != gpr(a, n))
			return changed(n, gpr(b, n), gpr(a, n));
	if (a->rsp >= ZVM_TOP)
		return "rsp above 4 GiB";
	if (a->cs != b->cs || a->ss != b->ss || a->ds != b->ds || a->es != b->es || a->fs != b->fs || a->gs != b->gs)
		return "a segment register changed";
	if (a->fs_base != b->fs_base || a->gs_base != b->gs_base)
		return "the base of fs or gs changed";
	return (a->eflags ^ b->eflags) & kept & ~UINT64_C(0x100) ? "a system flag changed" : NULL;
}

const char *read_step(const struct step *s, uint64_t *accesses)
{
	ZydisDecodedInstruction z;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	uint64_t at = s->before.rip - shared->text;
	uint8_t bytes[READ] = {0};
	unsigned written = 0;
	const char *why;

	memcpy(bytes, s->c->text + at, length_at(s->c, (unsigned)at));
	if (!reader_decode(bytes, &z, operands))
		return "no instruction";
	seen[z.mnemonic] = 1;
	for (unsigned n = 0; n < z.operand_count; n++) {
		const ZydisDecodedOperand *o = &operands[n];
		int number = o->type == ZYDIS_OPERAND_TYPE_REGISTER ? reader_gpr(o->reg.value) : -1;

		if (number >= 0 && o->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE)
			written |= 1U << number;
		if (o->type != ZYDIS_OPERAND_TYPE_MEMORY || o->mem.type == ZYDIS_MEMOP_TYPE_AGEN || z.mnemonic == ZYDIS_MNEMONIC_NOP)
			continue;
		++*accesses;
		if (z.meta.category == ZYDIS_CATEGORY_STRINGOP) /* Zydis 4.0 forgets it for cmps and scas */
			written |= 1U << reader_gpr(o->mem.base);
		if ((why = check_access(s, &z, o)) != NULL)
			return why;
	}
	if ((why = check_registers(s, written)) != NULL)
		return why;
	return check_next(s, &z, &operands[0]);
}

unsigned read_seen(void)
{
	unsigned count = 0;

	for (unsigned n = 0; n < sizeof seen; n++)
		count += seen[n];
	return count;
}
