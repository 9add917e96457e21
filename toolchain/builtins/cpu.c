/* SPDX-License-Identifier: Apache-2.0 */
/*
 * __builtin_cpu_supports and __builtin_cpu_is: the tables that compilers read.
 * They are filled from cpuid, which ZRT answers for a fixed virtual CPU.
 */
#include "types.h"

/* Laid out by libgcc; the numbers are bits of `features` and behind. */
struct model {
	unsigned vendor, type, subtype, features;
};
extern struct model __cpu_model;
extern unsigned __cpu_features2[4];
struct model __cpu_model;
unsigned __cpu_features2[4];

enum { VENDOR_OTHER = 4 };

enum { EAX, EBX, ECX, EDX, REGISTERS };

static const struct feature {
	unsigned char number;
	unsigned char bit;
	unsigned char where;
	unsigned leaf;
} features[] = {
	{0, 15, EDX, 1},    /* cmov */
	{2, 23, ECX, 1},    /* popcnt */
	{3, 25, EDX, 1},    /* sse */
	{4, 26, EDX, 1},    /* sse2 */
	{5, 0, ECX, 1},     /* sse3 */
	{6, 9, ECX, 1},     /* ssse3 */
	{7, 19, ECX, 1},    /* sse4.1 */
	{8, 20, ECX, 1},    /* sse4.2 */
	{9, 28, ECX, 1},    /* avx */
	{10, 5, EBX, 7},    /* avx2 */
	{14, 12, ECX, 1},   /* fma */
	{16, 3, EBX, 7},    /* bmi */
	{17, 8, EBX, 7},    /* bmi2 */
	{18, 25, ECX, 1},   /* aes */
	{19, 1, ECX, 1},    /* pclmul */
	{46, 13, ECX, 1},   /* cmpxchg16b */
	{47, 8, EDX, 1},    /* cmpxchg8b */
	{49, 29, ECX, 1},   /* f16c */
	{55, 29, EDX, 0x80000001}, /* lm */
	{57, 5, ECX, 0x80000001}, /* lzcnt */
	{58, 22, ECX, 1},   /* movbe */
	{74, 29, EBX, 7},   /* sha */
};

/* x86-64-v2 and v3 are those numbers together, in two words. */
enum { BASELINE = 95, LEVEL_2 = 96, LEVEL_3 = 97 };
#define BIT(n) ((uint64_t)1 << (n))
#define FOR_BASELINE (BIT(0) | BIT(3) | BIT(4) | BIT(55))
#define FOR_LEVEL_2 (FOR_BASELINE | BIT(2) | BIT(5) | BIT(6) | BIT(7) | BIT(8) | BIT(46))
#define FOR_LEVEL_3                                                                      \
	(FOR_LEVEL_2 | BIT(9) | BIT(10) | BIT(14) | BIT(16) | BIT(17) | BIT(49) | BIT(57) | BIT(58))

static void cpuid(unsigned leaf, unsigned out[REGISTERS])
{
	__asm__ volatile("cpuid"
	                 : "=a"(out[EAX]), "=b"(out[EBX]), "=c"(out[ECX]), "=d"(out[EDX])
	                 : "a"(leaf), "c"(0));
}

static void set(unsigned number)
{
	if (number < 32)
		__cpu_model.features |= 1U << number;
	else
		__cpu_features2[number / 32 - 1] |= 1U << number % 32;
}

int __cpu_indicator_init(void);

__attribute__((constructor(101))) int __cpu_indicator_init(void)
{
	uint64_t low = 0;
	unsigned registers[REGISTERS], highest[REGISTERS], leaf = 0;
	if (__cpu_model.vendor)
		return 0;
	cpuid(0, highest);
	for (unsigned i = 0; i < sizeof features / sizeof *features; i++) {
		const struct feature *f = &features[i];
		if (f->leaf < 0x80000000 && f->leaf > highest[EAX])
			continue;
		if (f->leaf != leaf)
			cpuid(leaf = f->leaf, registers);
		if (!(registers[f->where] >> f->bit & 1))
			continue;
		set(f->number);
		if (f->number < 64)
			low |= BIT(f->number);
	}
	if ((low & FOR_BASELINE) == FOR_BASELINE)
		set(BASELINE);
	if ((low & FOR_LEVEL_2) == FOR_LEVEL_2)
		set(LEVEL_2);
	if ((low & FOR_LEVEL_3) == FOR_LEVEL_3)
		set(LEVEL_3);
	__cpu_model.vendor = VENDOR_OTHER;
	return 0;
}
