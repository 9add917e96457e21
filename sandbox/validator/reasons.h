/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why code is refused: name, rule, what is wrong, what to do about it.
 * The instruction table names these in its `!NAME` attributes.
 */
#ifndef ZVM_VALIDATOR_REASONS_H
#define ZVM_VALIDATOR_REASONS_H

#include "validator.h"

#define USE_ZVM_CC "compile or assemble with zvm-cc, which rewrites it"
#define NO_SYSTEM "use the C library or the calls of zvm.h; the sandbox has no other system"
#define NO_SUCH "the sandbox has no such instruction; use another"

#define ZV_REASONS(X)                                                                          \
	X(NONE, 0, "", "")                                                                     \
	X(UNKNOWN, ZV_R02_ENCODING, "not an instruction of the sandbox", NO_SUCH)              \
	X(PREFIX_67, ZV_R02_ENCODING, "prefix 67 without a memory operand", USE_ZVM_CC)        \
	X(REX, ZV_R02_ENCODING, "a REX prefix that the instruction does not take", USE_ZVM_CC) \
	X(VVVV, ZV_R02_ENCODING, "VEX.vvvv must be 1111 here", USE_ZVM_CC)                     \
	X(NOP_FORM, ZV_R02_ENCODING, "a long nop that no assembler emits", "use .p2align or .nops") \
	X(EXCHANGE, ZV_R02_ENCODING, "xchg with memory locks the bus", USE_ZVM_CC)             \
	X(LOCK, ZV_R02_ENCODING, "the lock prefix", USE_ZVM_CC)                                \
	X(BRANCH_PREFIX, ZV_R02_ENCODING, "a branch with a prefix", USE_ZVM_CC)                \
	X(CROSSES, ZV_R01_BUNDLE, "the instruction crosses a 32-byte bundle",                  \
	  "assemble with .bundle_align_mode 5, as zvm-cc does")                                \
	X(OPERAND, ZV_R03_MEMORY, "a memory operand with 64-bit registers and no prefix 67", USE_ZVM_CC) \
	X(OPERAND_RIP_67, ZV_R03_MEMORY, "prefix 67 on a rip-relative operand", USE_ZVM_CC)    \
	X(OPERAND_RIP, ZV_R03_MEMORY, "a rip-relative operand outside of [0x10000, 4 GiB)",    \
	  "name something that the program defines")                                           \
	X(OPERAND_RSP, ZV_R03_MEMORY, "disp(%rsp) below -128 and no prefix 67", USE_ZVM_CC)    \
	X(OPERAND_ABSOLUTE, ZV_R03_MEMORY, "a negative absolute address", USE_ZVM_CC)          \
	X(STRING, ZV_R03_MEMORY, "a string instruction without prefix 67", USE_ZVM_CC)         \
	X(BIT_STRING, ZV_R03_MEMORY, "a bit string in memory reaches 2^60 bytes away", USE_ZVM_CC) \
	X(MOFFS, ZV_R03_MEMORY, "a 64-bit absolute address", USE_ZVM_CC)                       \
	X(XLAT, ZV_R03_MEMORY, "xlat addresses memory by rbx", USE_ZVM_CC)                     \
	X(MASKMOV, ZV_R03_MEMORY, "a masked non-temporal store at rdi", NO_SUCH)               \
	X(GATHER, ZV_R03_MEMORY, "gathers touch several addresses at once",                    \
	  "compile without gather instructions (clang -mno-gather)")                           \
	X(STACK_POINTER, ZV_R04_STACK_POINTER, "writes rsp in a form that can exceed 4 GiB", USE_ZVM_CC) \
	X(RET_IMMEDIATE, ZV_R04_STACK_POINTER, "ret with a number of bytes", NO_SUCH)          \
	X(ENTER, ZV_R04_STACK_POINTER, "enter writes rsp", USE_ZVM_CC)                         \
	X(LEAVE, ZV_R04_STACK_POINTER, "leave writes rsp with 64 bits of rbp", USE_ZVM_CC)     \
	X(TARGET, ZV_R05_DIRECT_BRANCH, "the target is no start of an instruction or sequence", USE_ZVM_CC) \
	X(TARGET_OUTSIDE, ZV_R05_DIRECT_BRANCH, "the target is outside of the unit and no aligned address", \
	  "branch to a label of the program or a call of zvm.h")                               \
	X(INDIRECT, ZV_R06_INDIRECT_BRANCH, "not preceded by and $-32 of the same register in this bundle", USE_ZVM_CC) \
	X(BRANCH_MEMORY, ZV_R06_INDIRECT_BRANCH, "an indirect branch through memory", USE_ZVM_CC) \
	X(RET, ZV_R07_RETURN, "ret outside of the sequence 41 5b 41 83 e3 e0 41 53 c3", USE_ZVM_CC) \
	X(SYSTEM, ZV_R08_FORBIDDEN, "belongs to the operating system", NO_SYSTEM)              \
	X(SYSCALL, ZV_R08_FORBIDDEN, "calls the host's kernel", NO_SYSTEM)                     \
	X(SEGMENT, ZV_R08_FORBIDDEN, "reads or writes a segment register or its base", NO_SUCH) \
	X(FAR, ZV_R08_FORBIDDEN, "a far branch", NO_SUCH)                                      \
	X(PORT, ZV_R08_FORBIDDEN, "input or output on a port", NO_SUCH)                        \
	X(FLAGS_REGISTER, ZV_R08_FORBIDDEN, "the whole flags register", NO_SUCH)               \
	X(BREAKPOINT, ZV_R08_FORBIDDEN, "a breakpoint", "use hlt or ud2 to stop the program")  \
	X(STATE, ZV_R08_FORBIDDEN, "saves or restores the processor's state", NO_SUCH)         \
	X(NON_TEMPORAL, ZV_R08_FORBIDDEN, "goes past the cache (rowhammer)", USE_ZVM_CC)       \
	X(CACHE_FLUSH, ZV_R08_FORBIDDEN, "flushes a cache line (rowhammer)", USE_ZVM_CC)       \
	X(PREFETCHW, ZV_R08_FORBIDDEN, "prefetch for writing", USE_ZVM_CC)                     \
	X(CPUID, ZV_R09_DETERMINISM, "the result tells which CPU this is", USE_ZVM_CC)         \
	X(CLOCK, ZV_R09_DETERMINISM, "the result depends on the moment", USE_ZVM_CC)           \
	X(RANDOM, ZV_R09_DETERMINISM, "the result is random", USE_ZVM_CC)                      \
	X(ESTIMATE, ZV_R09_DETERMINISM, "an estimate that differs between CPUs",               \
	  "compile with -mrecip=none")                                                         \
	X(X87, ZV_R09_DETERMINISM, "an x87 result that differs between CPUs", "use the C library") \
	X(X87_STATE, ZV_R09_DETERMINISM, "shows or sets x87 state that differs between CPUs", NO_SUCH) \
	X(BIT_SCAN, ZV_R09_DETERMINISM, "the result for 0 differs between CPUs", "use tzcnt or lzcnt") \
	X(SHIFT16, ZV_R09_DETERMINISM, "a 16-bit double shift by cl or by 16 and more is undefined", USE_ZVM_CC) \
	X(SWAP16, ZV_R09_DETERMINISM, "bswap of 16 bits is undefined", "use rol $8")           \
	X(CMPXCHG_REGISTER, ZV_R09_DETERMINISM, "cmpxchg between registers differs between CPUs", NO_SUCH) \
	X(REP, ZV_R09_DETERMINISM, "rep without mov %ecx,%ecx (and edi, esi) before it in this bundle", USE_ZVM_CC) \
	X(LDMXCSR, ZV_R09_DETERMINISM, "ldmxcsr without andl $0xffff of the same disp(%rsp) before it", USE_ZVM_CC) \
	X(SIZE, ZV_R10_TEXT_END, "the unit is not whole bundles", "fill its end with hlt (F4)") \
	X(PLACE, ZV_R10_TEXT_END, "the unit is not bundle aligned in [0x20000, 4 GiB)", "load it elsewhere") \
	X(ENTRY, ZV_R11_ENTRY, "the entry point is not a bundle aligned address in the unit", "align it with .p2align 5")

enum zv_reason {
#define NAME(name, rule, text, advice) ZV_REASON_##name,
	ZV_REASONS(NAME)
#undef NAME
	ZV_REASON_COUNT
};

#endif
