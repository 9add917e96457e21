/* SPDX-License-Identifier: Apache-2.0 */
/* What the decoder Zydis, which shares nothing with the validator, reads. */
#ifndef ZVM_TEST_READER_H
#define ZVM_TEST_READER_H

#include <Zydis/Zydis.h>

#include <stdbool.h>
#include <stdint.h>

enum { READ = 15 }; /* bytes that must be readable where an instruction is */

/* False if there is no instruction at p. */
bool reader_decode(const uint8_t *p, ZydisDecodedInstruction *z, ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT]);

/* Number of the 64-bit register that holds a general register, or -1. */
int reader_gpr(ZydisRegister r);

/* Instructions that no process confined by memory alone may execute, or that the sandbox leaves out as a class. */
bool reader_is_system(const ZydisDecodedInstruction *z);

/* The instruction in words, or a remark; static storage. */
const char *reader_text(const uint8_t *p, uint64_t address);

#endif
