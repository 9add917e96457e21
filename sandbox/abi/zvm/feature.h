/* SPDX-License-Identifier: Apache-2.0 */
/*
 * CPU features beyond the x86-64 base that code in the sandbox may use.  The
 * validator computes the set from the code's bytes, the loader compares it with
 * the CPU, the session block tells it to the guest, and ZRT's virtual CPU
 * (cpuid in the guest) reports exactly these and the SDK's base level.
 */
#ifndef ZVM_ABI_FEATURE_H
#define ZVM_ABI_FEATURE_H

enum zvm_feature {
	ZVM_FEATURE_SSE3 = 1 << 0,
	ZVM_FEATURE_SSSE3 = 1 << 1,
	ZVM_FEATURE_SSE41 = 1 << 2,
	ZVM_FEATURE_SSE42 = 1 << 3,
	ZVM_FEATURE_POPCNT = 1 << 4,
	ZVM_FEATURE_CX16 = 1 << 5,
	ZVM_FEATURE_LZCNT = 1 << 6,
	ZVM_FEATURE_BMI1 = 1 << 7,
	ZVM_FEATURE_BMI2 = 1 << 8,
	ZVM_FEATURE_MOVBE = 1 << 9,
	ZVM_FEATURE_AES = 1 << 10,
	ZVM_FEATURE_PCLMUL = 1 << 11,
	ZVM_FEATURE_SHA = 1 << 12,
	ZVM_FEATURE_AVX = 1 << 13,
	ZVM_FEATURE_AVX2 = 1 << 14,
	ZVM_FEATURE_FMA = 1 << 15,
	ZVM_FEATURE_F16C = 1 << 16,
};

/* The SDK's default level: x86-64-v2 plus LZCNT and BMI1. */
#define ZVM_FEATURES_BASE                                                        \
	(ZVM_FEATURE_SSE3 | ZVM_FEATURE_SSSE3 | ZVM_FEATURE_SSE41 | ZVM_FEATURE_SSE42 | \
	 ZVM_FEATURE_POPCNT | ZVM_FEATURE_CX16 | ZVM_FEATURE_LZCNT | ZVM_FEATURE_BMI1)

#endif
