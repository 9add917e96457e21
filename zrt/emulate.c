/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Instructions of the virtual CPU: see emulate.S.  Its clock is the session's,
 * its random numbers are the session's, and its features are those that the
 * program's own code uses and the SDK's base level: a library that asks cpuid
 * which of its functions to call finds exactly the ones that can run, the same
 * on every host.
 */
#include <cpuid.h>
#include <stdint.h>
#include <string.h>

#include <zrt/zrt.h>
#include <zvm.h>
#include <zvm/feature.h>

#include "clock.h"
#include "random.h"

/* As emulate.S stores them. */
struct zrt_registers {
	uint64_t rax, rbx, rcx, rdx, rsi, rdi, r8, r9, r10;
};

void zrt_emulate_cpuid(struct zrt_registers *r);
void zrt_emulate_xgetbv(struct zrt_registers *r);
void zrt_emulate_rdtsc(struct zrt_registers *r);
void zrt_emulate_rdtscp(struct zrt_registers *r);
void zrt_emulate_rdrand(struct zrt_registers *r);
void zrt_emulate_syscall(struct zrt_registers *r);

/* What cpuid says of a feature: register of a leaf, and its bits. */
enum { LEAF1_ECX, LEAF1_EDX, LEAF7_EBX, LEAF81_ECX, LEAF81_EDX, WORDS };

static const struct {
	uint32_t feature; /* of enum zvm_feature; 0: always there */
	uint8_t word;
	uint32_t bits;
} features[] = {
	{ 0, LEAF1_EDX, bit_CMOV | bit_CMPXCHG8B | bit_FXSAVE | bit_SSE | bit_SSE2 | 1u << 0 /* FPU */ |
	                1u << 4 /* TSC */ },
	{ 0, LEAF81_EDX, bit_LM | 1u << 11 /* SYSCALL */ | 1u << 27 /* RDTSCP */ },
	{ 0, LEAF1_ECX, bit_RDRND },
	{ 0, LEAF7_EBX, bit_RDSEED },
	{ ZVM_FEATURE_SSE3, LEAF1_ECX, bit_SSE3 },
	{ ZVM_FEATURE_SSSE3, LEAF1_ECX, bit_SSSE3 },
	{ ZVM_FEATURE_SSE41, LEAF1_ECX, bit_SSE4_1 },
	{ ZVM_FEATURE_SSE42, LEAF1_ECX, bit_SSE4_2 },
	{ ZVM_FEATURE_POPCNT, LEAF1_ECX, bit_POPCNT },
	{ ZVM_FEATURE_CX16, LEAF1_ECX, bit_CMPXCHG16B },
	{ ZVM_FEATURE_LZCNT, LEAF81_ECX, bit_LZCNT },
	{ ZVM_FEATURE_BMI1, LEAF7_EBX, bit_BMI },
	{ ZVM_FEATURE_BMI2, LEAF7_EBX, bit_BMI2 },
	{ ZVM_FEATURE_MOVBE, LEAF1_ECX, bit_MOVBE },
	{ ZVM_FEATURE_AES, LEAF1_ECX, bit_AES },
	{ ZVM_FEATURE_PCLMUL, LEAF1_ECX, bit_PCLMUL },
	{ ZVM_FEATURE_SHA, LEAF7_EBX, bit_SHA },
	{ ZVM_FEATURE_AVX, LEAF1_ECX, bit_AVX | bit_OSXSAVE | 1u << 26 /* XSAVE */ },
	{ ZVM_FEATURE_AVX2, LEAF7_EBX, bit_AVX2 },
	{ ZVM_FEATURE_FMA, LEAF1_ECX, bit_FMA },
	{ ZVM_FEATURE_F16C, LEAF1_ECX, bit_F16C },
};

static uint64_t available(void)
{
	return zvm_session()->features | ZVM_FEATURES_BASE;
}

static uint32_t feature_word(int word)
{
	uint32_t bits = 0;
	for (size_t i = 0; i < sizeof features / sizeof features[0]; i++)
		if (features[i].word == word && (!features[i].feature || (available() & features[i].feature)))
			bits |= features[i].bits;
	return bits;
}

#define HIGHEST_LEAF 7
#define EXTENDED 0x80000000u
#define HIGHEST_EXTENDED 0x80000004u

struct leaf {
	uint32_t eax, ebx, ecx, edx;
};

/* Twelve characters in ebx, edx, ecx, in this order. */
static struct leaf vendor(uint32_t highest)
{
	static const char name[] = "ZeroVMZeroVM";
	struct leaf l = { .eax = highest };
	memcpy(&l.ebx, name, 4);
	memcpy(&l.edx, name + 4, 4);
	memcpy(&l.ecx, name + 8, 4);
	return l;
}

/* Characters of the 48-byte brand string, 16 for each of three leaves. */
static struct leaf brand(uint32_t part)
{
	static const char name[48] = "ZeroVM virtual CPU";
	struct leaf l;
	memcpy(&l, name + 16 * part, sizeof l);
	return l;
}

static struct leaf cpuid_leaf(uint32_t leaf, uint32_t subleaf)
{
	switch (leaf) {
	case 0:
		return vendor(HIGHEST_LEAF);
	case 1: /* family 6, one logical processor, cache lines of 64 bytes */
		return (struct leaf){
			.eax = 6 << 8 | 1 << 4,
			.ebx = 1 << 16 | 8 << 8,
			.ecx = feature_word(LEAF1_ECX),
			.edx = feature_word(LEAF1_EDX),
		};
	case 7:
		return (struct leaf){ .ebx = subleaf == 0 ? feature_word(LEAF7_EBX) : 0 };
	case EXTENDED:
		return vendor(HIGHEST_EXTENDED);
	case EXTENDED + 1:
		return (struct leaf){ .ecx = feature_word(LEAF81_ECX), .edx = feature_word(LEAF81_EDX) };
	case EXTENDED + 2:
	case EXTENDED + 3:
	case EXTENDED + 4:
		return brand(leaf - (EXTENDED + 2));
	default:
		return (struct leaf){ 0 };
	}
}

void zrt_emulate_cpuid(struct zrt_registers *r)
{
	struct leaf l = cpuid_leaf((uint32_t)r->rax, (uint32_t)r->rcx);
	r->rax = l.eax;
	r->rbx = l.ebx;
	r->rcx = l.ecx;
	r->rdx = l.edx;
}

/* XCR0: x87 and SSE state, and AVX state if there is AVX. */
void zrt_emulate_xgetbv(struct zrt_registers *r)
{
	r->rax = available() & ZVM_FEATURE_AVX ? 7 : 3;
	r->rdx = 0;
}

/* One tick is a nanosecond. */
void zrt_emulate_rdtsc(struct zrt_registers *r)
{
	uint64_t now = (uint64_t)zrt_clock_read();
	r->rax = (uint32_t)now;
	r->rdx = now >> 32;
}

void zrt_emulate_rdtscp(struct zrt_registers *r)
{
	zrt_emulate_rdtsc(r);
	r->rcx = 0; /* the number of the one processor */
}

void zrt_emulate_rdrand(struct zrt_registers *r)
{
	r->rax = zrt_random_u64();
}

void zrt_emulate_syscall(struct zrt_registers *r)
{
	r->rax = (uint64_t)zrt_syscall((long)r->rax, (long)r->rdi, (long)r->rsi, (long)r->rdx, (long)r->r10,
	                               (long)r->r8, (long)r->r9);
}
