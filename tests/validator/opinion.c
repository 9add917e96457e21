/* SPDX-License-Identifier: Apache-2.0 */
#include "opinion.h"

#include "reader.h"

enum { RSP = 4 };

bool accepted(struct zv_insn *i, const uint8_t *p)
{
	struct zv_place place = {.bundle = CODE_AT};
	enum zv_reason reason;

	decode(i, p);
	reason = check_instruction(i, &place);
	if (reason != ZV_REASON_NONE)
		return false;
	switch (kind_of(i->form)) {
	case KIND_NOP:
	case KIND_SHIFT16:
		return check_kind(i, &place) == ZV_REASON_NONE;
	case KIND_INDIRECT: /* the register of R06's mask is never rsp */
		return (i->modrm & 7) != RSP || i->rex & REX_B;
	case KIND_LDMXCSR:
		return !i->has_67 && !i->rex && (i->modrm & 7) == 4 && i->sib == SIB_RSP;
	default:
		return true;
	}
}

/* R03, on Zydis's operand. */
static const char *check_memory(const struct zv_insn *i, const ZydisDecodedInstruction *z, const ZydisDecodedOperand *o)
{
	int64_t disp = o->mem.disp.value;
	uint64_t target;

	if (o->mem.segment == ZYDIS_REGISTER_FS || o->mem.segment == ZYDIS_REGISTER_GS)
		return "segment";
	if (o->mem.type == ZYDIS_MEMOP_TYPE_VSIB)
		return "VSIB";
	if (o->mem.base == ZYDIS_REGISTER_EIP)
		return "eip";
	if (z->address_width == 32)
		return NULL;
	if (o->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN && o->mem.base == ZYDIS_REGISTER_RSP)
		return NULL; /* the stack */
	if (o->mem.index != ZYDIS_REGISTER_NONE)
		return "index without 67";
	switch (o->mem.base) {
	case ZYDIS_REGISTER_RSP:
		return disp >= -128 ? NULL : "rsp with a large negative displacement";
	case ZYDIS_REGISTER_RIP:
		target = CODE_AT + i->length + (uint64_t)disp;
		return target >= 0x10000 && target < 0x100000000 ? NULL : "rip out of range";
	case ZYDIS_REGISTER_NONE:
		return disp >= 0 && disp <= INT32_MAX ? NULL : "absolute address out of range";
	default:
		return "base without 67";
	}
}

/* R04, on Zydis's operand that writes rsp. */
static const char *check_rsp(const ZydisDecodedInstruction *z, const ZydisDecodedOperand *o)
{
	switch (z->mnemonic) {
	case ZYDIS_MNEMONIC_PUSH:
	case ZYDIS_MNEMONIC_POP:
	case ZYDIS_MNEMONIC_CALL:
	case ZYDIS_MNEMONIC_RET:
		return o->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN ? NULL : "pops rsp";
	case ZYDIS_MNEMONIC_MOV:
	case ZYDIS_MNEMONIC_ADD:
	case ZYDIS_MNEMONIC_SUB:
	case ZYDIS_MNEMONIC_AND:
	case ZYDIS_MNEMONIC_LEA:
		return o->reg.value == ZYDIS_REGISTER_ESP ? NULL : "writes rsp in another width";
	default:
		return "writes rsp";
	}
}

static bool has_modrm(const struct zv_insn *i)
{
	return (i->form & OPERAND_LENGTH) != 0;
}

/* Explicitly written general registers as the tables see them; all `+r` forms but number 4 are left out. */
static unsigned written_by_table(const struct zv_insn *i)
{
	unsigned set = 0;
	unsigned rm = (i->modrm & 7) | (i->rex & REX_B) << 3, reg = (i->modrm >> 3 & 7) | (i->rex & REX_R) << 1;
	bool high = i->form & FORM_BYTE && !(i->rex & REX_PRESENT);

	if (i->form & FORM_W_RM && i->modrm >= 0xC0)
		set |= 1U << (high && rm >= 4 ? rm - 4 : rm);
	if (i->form & FORM_W_REG)
		set |= 1U << (high && reg >= 4 ? reg - 4 : reg);
	if (i->form & FORM_W_VVVV)
		set |= 1U << i->vvvv;
	return set;
}

static const char *check_written(const struct zv_insn *i, unsigned written)
{
	if (has_modrm(i))
		return written == written_by_table(i) ? NULL : "other registers are written";
	/* mov $,r  pop r  bswap r  xchg r,rax */
	if (written & 1U << RSP && !(i->form & (FACT_RSP_OPCODE | FACT_SPL_OPCODE)))
		return "writes rsp by opcode";
	return NULL;
}

static uint32_t feature_of(const ZydisDecodedInstruction *z)
{
	switch (z->meta.isa_ext) {
	case ZYDIS_ISA_EXT_SSE3: return ZVM_FEATURE_SSE3;
	case ZYDIS_ISA_EXT_SSSE3: return ZVM_FEATURE_SSSE3;
	case ZYDIS_ISA_EXT_SSE4:
		return z->meta.isa_set == ZYDIS_ISA_SET_SSE42 ? ZVM_FEATURE_SSE42 :
		       z->meta.isa_set == ZYDIS_ISA_SET_POPCNT ? ZVM_FEATURE_POPCNT : ZVM_FEATURE_SSE41;
	case ZYDIS_ISA_EXT_LZCNT: return ZVM_FEATURE_LZCNT;
	case ZYDIS_ISA_EXT_BMI1: return ZVM_FEATURE_BMI1;
	case ZYDIS_ISA_EXT_BMI2: return ZVM_FEATURE_BMI2;
	case ZYDIS_ISA_EXT_MOVBE: return ZVM_FEATURE_MOVBE;
	case ZYDIS_ISA_EXT_AES: return ZVM_FEATURE_AES;
	case ZYDIS_ISA_EXT_PCLMULQDQ: return ZVM_FEATURE_PCLMUL;
	case ZYDIS_ISA_EXT_SHA: return ZVM_FEATURE_SHA;
	case ZYDIS_ISA_EXT_AVX:
		return z->meta.isa_set == ZYDIS_ISA_SET_AVXAES ? ZVM_FEATURE_AVX | ZVM_FEATURE_AES :
		       z->mnemonic == ZYDIS_MNEMONIC_VPCLMULQDQ ? ZVM_FEATURE_AVX | ZVM_FEATURE_PCLMUL : ZVM_FEATURE_AVX;
	case ZYDIS_ISA_EXT_AVXAES: return ZVM_FEATURE_AVX | ZVM_FEATURE_AES;
	case ZYDIS_ISA_EXT_AVX2: return ZVM_FEATURE_AVX2;
	case ZYDIS_ISA_EXT_FMA: return ZVM_FEATURE_FMA;
	case ZYDIS_ISA_EXT_F16C: return ZVM_FEATURE_F16C;
	case ZYDIS_ISA_EXT_LONGMODE:
		return z->mnemonic == ZYDIS_MNEMONIC_CMPXCHG16B ? ZVM_FEATURE_CX16 : 0;
	default:
		return 0;
	}
}

static const char *check_feature(const struct zv_insn *i, const ZydisDecodedInstruction *z)
{
	uint32_t ours = (uint32_t)(i->form >> FORM_FEATURE_SHIFT & FORM_FEATURES), theirs = feature_of(z);

	if (z->mnemonic == ZYDIS_MNEMONIC_TZCNT)
		theirs = ZVM_FEATURE_BMI1;
	return ours == theirs ? NULL : "another CPU feature";
}

static const char *check_branch(const struct zv_insn *i, const ZydisDecodedInstruction *z, const ZydisDecodedOperand *first)
{
	unsigned kind = kind_of(i->form), size = immediate_of(i->form);
	const uint8_t *distance = i->bytes + i->length - size;
	bool branch = z->meta.category == ZYDIS_CATEGORY_COND_BR || z->meta.category == ZYDIS_CATEGORY_UNCOND_BR ||
	              z->meta.category == ZYDIS_CATEGORY_CALL || z->meta.category == ZYDIS_CATEGORY_RET;

	if (branch != (kind == KIND_JUMP || kind == KIND_INDIRECT || kind == KIND_RET))
		return "a branch to one of the two";
	if (kind != KIND_JUMP)
		return NULL;
	if (first->type != ZYDIS_OPERAND_TYPE_IMMEDIATE || !first->imm.is_relative)
		return "not relative";
	return first->imm.value.s == (size == 1 ? (int8_t)*distance : load32(distance)) ? NULL : "another target";
}

const char *objection(const struct zv_insn *i, const uint8_t *p)
{
	ZydisDecodedInstruction z;
	ZydisDecodedOperand ops[ZYDIS_MAX_OPERAND_COUNT];
	unsigned written = 0;
	bool accesses = false, touches;
	const char *why;

	if (!reader_decode(p, &z, ops))
		return "not an instruction";
	if (z.length != i->length)
		return "another length";
	if (z.attributes & (ZYDIS_ATTRIB_HAS_LOCK | ZYDIS_ATTRIB_HAS_SEGMENT_FS | ZYDIS_ATTRIB_HAS_SEGMENT_GS))
		return "lock or segment";
	if (reader_is_system(&z) || z.encoding == ZYDIS_INSTRUCTION_ENCODING_EVEX || z.encoding == ZYDIS_INSTRUCTION_ENCODING_XOP)
		return "system instruction";
	for (unsigned n = 0; n < z.operand_count; n++) {
		const ZydisDecodedOperand *o = &ops[n];

		if (o->type == ZYDIS_OPERAND_TYPE_MEMORY && o->mem.type != ZYDIS_MEMOP_TYPE_AGEN &&
		    z.mnemonic != ZYDIS_MNEMONIC_NOP) {
			if ((why = check_memory(i, &z, o)) != NULL)
				return why;
			accesses |= o->visibility == ZYDIS_OPERAND_VISIBILITY_EXPLICIT;
		}
		if (o->type != ZYDIS_OPERAND_TYPE_REGISTER || !(o->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE))
			continue;
		if (reader_gpr(o->reg.value) == RSP && (why = check_rsp(&z, o)) != NULL)
			return why;
		if (reader_gpr(o->reg.value) >= 0 && o->visibility == ZYDIS_OPERAND_VISIBILITY_EXPLICIT)
			written |= 1U << reader_gpr(o->reg.value);
	}
	touches = i->form & FORM_TOUCHES && i->modrm < 0xC0;
	if (accesses != touches && !(i->form & FACT_STRING))
		return "a memory operand to one of the two";
	if ((why = check_written(i, written)) != NULL || (why = check_branch(i, &z, &ops[0])) != NULL)
		return why;
	return check_feature(i, &z);
}
