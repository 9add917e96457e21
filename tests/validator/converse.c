/* SPDX-License-Identifier: Apache-2.0 */
/*
 * converse [COUNT [SEED]]: code that another decoder calls dangerous is never accepted.
 *
 * Makes COUNT units of one or two bundles (default 2 million) out of random bytes,
 * pieces of the sequences and dangerous instructions, and flips bits in them.
 * What the validator accepts as a unit is walked from its start with Zydis, whose
 * reading must be harmless: see opinion.h, and the branches here.
 */
#include "opinion.h"

#include <validator/validator.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUNDLE = 32, UNIT_MAX = 64, SHOWN = 20 };

/* Length, then bytes. */
static const uint8_t pieces[][16] = {
	{9, 0x41, 0x5B, 0x41, 0x83, 0xE3, 0xE0, 0x41, 0x53, 0xC3}, {5, 0x83, 0xE0, 0xE0, 0xFF, 0xE0},
	{7, 0x41, 0x83, 0xE2, 0xE0, 0x41, 0xFF, 0xD2}, {9, 0x89, 0xC9, 0x89, 0xFF, 0x89, 0xF6, 0x67, 0xF3, 0xA4},
	{7, 0x89, 0xC9, 0x89, 0xFF, 0x67, 0xF3, 0xAB}, {13, 0x81, 0x64, 0x24, 0xF8, 0xFF, 0xFF, 0, 0, 0x0F, 0xAE, 0x54, 0x24, 0xF8},
	{1, 0xC3}, {2, 0xFF, 0xE0}, {2, 0x0F, 0x05}, {2, 0xEB, 0x02}, {2, 0x74, 0xF0}, {5, 0xE9, 0, 0, 0, 0}, {5, 0xE8, 0xFB, 0xFF, 0xFE, 0xFF},
	{1, 0x90}, {2, 0x66, 0x90}, {4, 0x0F, 0x1F, 0x40, 0}, {10, 0x66, 0x2E, 0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0},
	{4, 0x67, 0x48, 0x8B, 0x00}, {5, 0x48, 0x8B, 0x44, 0x24, 0x08}, {4, 0x67, 0xC5, 0xFC, 0x10}, {3, 0x48, 0x89, 0xC4}, {2, 0x89, 0xC4},
	{3, 0x83, 0xEC, 0x10}, {1, 0x5C}, {1, 0x54}, {5, 0xC4, 0xE2, 0x7B, 0xF6, 0xE1}, {3, 0x67, 0x0F, 0xAB}, {2, 0x67, 0xA4},
	{6, 0x8B, 0x05, 0, 0, 0, 0}, {10, 0x48, 0xB8, 0x41, 0x5B, 0x41, 0x83, 0xE3, 0xE0, 0x41, 0x53}, {1, 0xF4}};

static uint64_t state;

static uint64_t random64(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state * 0x2545F4914F6CDD1D;
}

static unsigned below(unsigned n)
{
	return (unsigned)(random64() >> 33) % n;
}

static void make_unit(uint8_t *code, size_t size)
{
	size_t n = 0;

	memset(code, 0x90, size);
	while (n < size) {
		const uint8_t *piece = pieces[below(sizeof pieces / sizeof *pieces)];

		if (below(4) == 0) {
			for (unsigned k = below(6) + 1; k && n < size; k--)
				code[n++] = (uint8_t)random64();
		} else {
			for (unsigned k = 1; k <= piece[0] && n < size; k++)
				code[n++] = piece[k];
		}
		if (below(3) == 0) /* nops up to the end of the bundle */
			n = (n + BUNDLE - 1) / BUNDLE * BUNDLE;
	}
	for (unsigned flips = below(4); flips; flips--)
		code[below((unsigned)size)] ^= (uint8_t)(1U << below(8));
}

/* The branch at `at`: NULL, or what is wrong; `starts` are boundaries by length alone. */
static const char *check_flow(const uint8_t *code, size_t size, size_t at, const struct zv_insn *i, uint64_t starts)
{
	unsigned kind = kind_of(i->form), extended = i->rex & REX_B ? 1 : 0;
	unsigned bytes = immediate_of(i->form);
	int64_t target;

	if (kind == KIND_RET)
		return at % BUNDLE >= 8 && !memcmp(code + at - 8, pieces[0] + 1, 8) ? NULL : "ret";
	if (kind == KIND_INDIRECT)
		return at % BUNDLE >= 3 + extended && code[at - 3] == 0x83 && code[at - 2] == (0xE0 | (i->modrm & 7)) &&
		               code[at - 1] == 0xE0 && (!extended || code[at - 4] == 0x41) && starts >> (at - 3 - extended) & 1 ?
		           NULL : "indirect branch";
	if (kind != KIND_JUMP)
		return NULL;
	target = (int64_t)(at + i->length) + (bytes == 1 ? (int8_t)code[at + i->length - 1] : load32(code + at + i->length - 4));
	if (target >= 0 && target < (int64_t)size)
		return starts >> target & 1 ? NULL : "branch into an instruction";
	target += CODE_AT;
	return target % BUNDLE == 0 && target >= 0x10000 && target < 0x100000000 ? NULL : "branch out of the sandbox";
}

static const char *walk(const uint8_t *code, size_t size)
{
	uint8_t copy[UNIT_MAX + DECODE_REACH] = {0};
	uint64_t starts = 0;
	struct zv_insn i;
	size_t at;

	memcpy(copy, code, size);
	for (at = 0; at < size; at += i.length) {
		const char *why;

		starts |= (uint64_t)1 << at;
		if (!accepted(&i, copy + at))
			return "accepted in a unit, but not alone";
		/* rip-relative operands are judged from where the instruction stands */
		why = objection(&i, copy + at);
		if (why && strcmp(why, "rip out of range") != 0)
			return why;
		if (at / BUNDLE != (at + i.length - 1) / BUNDLE)
			return "crosses a bundle";
	}
	for (at = 0; at < size; at += i.length) {
		const char *why;

		decode(&i, copy + at);
		why = check_flow(copy, size, at, &i, starts);
		if (why)
			return why;
	}
	return NULL;
}

int main(int argc, char **argv)
{
	unsigned long long count = argc > 1 ? strtoull(argv[1], NULL, 10) : 2000000, passed = 0, bad = 0;
	uint8_t code[UNIT_MAX], scratch[64];

	state = argc > 2 ? strtoull(argv[2], NULL, 10) | 1 : 88172645463325252;
	for (unsigned long long n = 0; n < count; n++) {
		struct zv_unit unit = {code, below(2) ? BUNDLE : UNIT_MAX, CODE_AT};
		struct zv_result result;
		const char *why;

		make_unit(code, unit.size);
		if (zv_scratch_size(unit.size) > sizeof scratch)
			return 2;
		if (!zv_validate(&unit, 0, scratch, NULL, NULL, &result))
			continue;
		passed++;
		why = walk(code, unit.size);
		if (why && bad++ < SHOWN) {
			printf("%s:", why);
			for (size_t k = 0; k < unit.size; k++)
				printf(" %02x", code[k]);
			putchar('\n');
		}
	}
	printf("%llu units made, %llu accepted, %llu objections\n", count, passed, bad);
	return bad != 0 || passed == 0;
}
