/* SPDX-License-Identifier: Apache-2.0 */
#include "reader.h"

#include <stdio.h>
#include <stdlib.h>

static const ZydisDecoder *decoder(void)
{
	static ZydisDecoder d;
	static bool done;

	if (!done && ZYAN_FAILED(ZydisDecoderInit(&d, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64))) {
		fputs("Zydis does not start\n", stderr);
		_Exit(2);
	}
	done = true;
	return &d;
}

bool reader_decode(const uint8_t *p, ZydisDecodedInstruction *z, ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT])
{
	return ZYAN_SUCCESS(ZydisDecoderDecodeFull(decoder(), p, READ, z, operands));
}

int reader_gpr(ZydisRegister r)
{
	ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, r);

	return whole >= ZYDIS_REGISTER_RAX && whole <= ZYDIS_REGISTER_R15 ? (int)(whole - ZYDIS_REGISTER_RAX) : -1;
}

bool reader_is_system(const ZydisDecodedInstruction *z)
{
	switch (z->meta.category) {
	case ZYDIS_CATEGORY_SYSTEM:
	case ZYDIS_CATEGORY_SYSCALL:
	case ZYDIS_CATEGORY_SYSRET:
	case ZYDIS_CATEGORY_INTERRUPT:
	case ZYDIS_CATEGORY_IO:
	case ZYDIS_CATEGORY_IOSTRINGOP:
	case ZYDIS_CATEGORY_SEGOP:
	case ZYDIS_CATEGORY_XSAVE:
	case ZYDIS_CATEGORY_XSAVEOPT:
	case ZYDIS_CATEGORY_VTX:
	case ZYDIS_CATEGORY_SGX:
	case ZYDIS_CATEGORY_PKU:
	case ZYDIS_CATEGORY_RDRAND:
	case ZYDIS_CATEGORY_RDSEED:
	case ZYDIS_CATEGORY_RDWRFSGS:
	case ZYDIS_CATEGORY_CLDEMOTE:
	case ZYDIS_CATEGORY_GATHER:
	case ZYDIS_CATEGORY_SCATTER:
	case ZYDIS_CATEGORY_XOP:
	case ZYDIS_CATEGORY_MMX:
		return z->mnemonic != ZYDIS_MNEMONIC_HLT && z->mnemonic != ZYDIS_MNEMONIC_UD2;
	default:
		return false;
	}
}

const char *reader_text(const uint8_t *p, uint64_t address)
{
	static char text[256];
	ZydisFormatter formatter;
	ZydisDecodedInstruction z;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];

	if (!reader_decode(p, &z, operands))
		return "(nothing)";
	ZydisFormatterInit(&formatter, ZYDIS_FORMATTER_STYLE_ATT);
	ZydisFormatterFormatInstruction(&formatter, &z, operands, z.operand_count_visible, text, sizeof text, address, NULL);
	return text;
}
