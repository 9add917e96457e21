/* SPDX-License-Identifier: Apache-2.0 */
#include "cpu.h"

#include "gate.h"
#include "session.h"

#include <cpuid.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <zvm/feature.h>

enum leaf { LEAF_1, LEAF_7, LEAF_EXTENDED, LEAVES };
enum reg { EBX, ECX, REGISTERS };

#define OSXSAVE 27    /* bit of leaf 1, ecx: xgetbv exists */
#define XMM_AND_YMM 6 /* bits of XCR0: the kernel keeps both */

/* Where CPUID tells of each feature, by the manuals of both makers. */
static const struct feature {
	uint64_t bit;
	const char *name;
	uint8_t leaf, reg, position;
	bool wide; /* uses ymm registers, or instructions that come with them */
} table[] = {
	{ZVM_FEATURE_SSE3, "SSE3", LEAF_1, ECX, 0, false},
	{ZVM_FEATURE_SSSE3, "SSSE3", LEAF_1, ECX, 9, false},
	{ZVM_FEATURE_SSE41, "SSE4.1", LEAF_1, ECX, 19, false},
	{ZVM_FEATURE_SSE42, "SSE4.2", LEAF_1, ECX, 20, false},
	{ZVM_FEATURE_POPCNT, "POPCNT", LEAF_1, ECX, 23, false},
	{ZVM_FEATURE_CX16, "CMPXCHG16B", LEAF_1, ECX, 13, false},
	{ZVM_FEATURE_LZCNT, "LZCNT", LEAF_EXTENDED, ECX, 5, false},
	{ZVM_FEATURE_BMI1, "BMI1", LEAF_7, EBX, 3, false},
	{ZVM_FEATURE_BMI2, "BMI2", LEAF_7, EBX, 8, false},
	{ZVM_FEATURE_MOVBE, "MOVBE", LEAF_1, ECX, 22, false},
	{ZVM_FEATURE_AES, "AES", LEAF_1, ECX, 25, false},
	{ZVM_FEATURE_PCLMUL, "PCLMUL", LEAF_1, ECX, 1, false},
	{ZVM_FEATURE_SHA, "SHA", LEAF_7, EBX, 29, false},
	{ZVM_FEATURE_AVX, "AVX", LEAF_1, ECX, 28, true},
	{ZVM_FEATURE_AVX2, "AVX2", LEAF_7, EBX, 5, true},
	{ZVM_FEATURE_FMA, "FMA", LEAF_1, ECX, 12, true},
	{ZVM_FEATURE_F16C, "F16C", LEAF_1, ECX, 29, true},
};
#define FEATURES (sizeof table / sizeof table[0])

static uint64_t offered;

static uint64_t xcr0(void)
{
	unsigned low, high;

	__asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
	return (uint64_t)high << 32 | low;
}

void cpu_init(void)
{
	static const struct {
		unsigned leaf, subleaf;
	} leaves[LEAVES] = {[LEAF_1] = {1, 0}, [LEAF_7] = {7, 0}, [LEAF_EXTENDED] = {0x80000001, 0}};
	unsigned regs[LEAVES][REGISTERS] = {{0}}, eax, edx;
	bool wide;

	/* Under a hypervisor each cpuid costs microseconds: every x86-64 CPU with SSE4 has these. */
	for (unsigned i = 0; i < LEAVES; i++)
		__cpuid_count(leaves[i].leaf, leaves[i].subleaf, eax, regs[i][EBX], regs[i][ECX], edx);
	wide = regs[LEAF_1][ECX] >> OSXSAVE & 1 && (xcr0() & XMM_AND_YMM) == XMM_AND_YMM;
	for (unsigned i = 0; i < FEATURES; i++) {
		const struct feature *f = &table[i];

		if (regs[f->leaf][f->reg] >> f->position & 1 && (wide || !f->wide))
			offered |= f->bit;
	}
	gate_has_avx = (offered & ZVM_FEATURE_AVX) != 0;
}

/* A bit that the table does not know is missing. */
uint64_t cpu_missing(uint64_t features)
{
	return features & ~offered;
}

void cpu_check(const char *path, uint64_t features)
{
	uint64_t missing = cpu_missing(features);
	char names[256] = "";

	if (missing == 0)
		return;
	for (unsigned i = 0; i < FEATURES; i++) {
		size_t length = strlen(names);

		if (missing & table[i].bit)
			snprintf(names + length, sizeof names - length, " %s", table[i].name);
	}
	refuse(SESSION_CPU_MISSING, EOPNOTSUPP, "program %s: uses instructions that this machine lacks:%s",
	       path, names[0] ? names : " unknown ones");
}
