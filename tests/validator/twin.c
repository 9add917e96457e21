/* SPDX-License-Identifier: Apache-2.0 */
/*
 * twin TEXT [COUNT [SEED]]: the fast pass decides as the slow passes do.
 *
 * decide.h reads several parts of a unit in turns and judges what it noted later; the
 * passes that tell reasons take one instruction after the other.  Both must come to the
 * same verdict, count of instructions and CPU features.  Units are parts of TEXT, a flat
 * file of accepted code, of one bundle up to 64 KB, most of them with one to three
 * mutations, and random bytes.
 */
#include <validator/validate.c>

#include <stdio.h>
#include <stdlib.h>

enum { UNIT_MAX = 65536, SHOWN = 10 };

static uint64_t state;

static uint64_t below(uint64_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state * 0x2545F4914F6CDD1D >> 16) % n;
}

static uint8_t *read_text(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	uint8_t *text = malloc(1 << 24);

	if (!f || !text) {
		perror(path);
		exit(2);
	}
	*size = fread(text, 1, 1 << 24, f) / ZVM_BUNDLE * ZVM_BUNDLE;
	fclose(f);
	return text;
}

static void mutate(uint8_t *code, size_t size, const uint8_t *text, size_t text_size)
{
	/* prefixes, escapes, branches, ret, a modrm byte of rsp */
	static const uint8_t likely[] = {0x66, 0x67, 0xF2, 0xF3, 0x0F, 0x40, 0x48, 0x41, 0xC4, 0xC5, 0x2E, 0xC3, 0xEB, 0xE8, 0xFF, 0x24, 0xE0, 0x90};
	size_t at = below(size), n;

	switch (below(5)) {
	case 0:
		code[at] ^= (uint8_t)(1 << below(8));
		break;
	case 1:
		code[at] = likely[below(sizeof likely)];
		break;
	case 2: /* another bundle's bytes, where they do not belong */
		n = below(24) + 1;
		for (size_t from = below(text_size - n); n && at < size; n--)
			code[at++] = text[from++];
		break;
	case 3: /* one byte more or less in a bundle */
		n = (at | 31) - at;
		memmove(code + at + (n > 0), code + at, n);
		break;
	default:
		code[at] = (uint8_t)below(256);
	}
}

static bool erase(void *context, const struct zv_violation *v)
{
	const struct zv_unit *unit = context;

	memset((uint8_t *)(uintptr_t)unit->code + (v->address - unit->address), 0x90, v->length);
	return true;
}

/* Puts nops for what a part of a program may not do alone: branches to the rest of it. */
static void repair(const struct zv_unit *unit, void *scratch)
{
	struct zv_result result;

	for (unsigned n = 0; n < 4 && !zv_validate(unit, 0, scratch, erase, (void *)(uintptr_t)unit, &result); n++)
		;
}

struct verdict {
	bool accepted;
	uint64_t instructions, features;
};

static struct verdict fast(const struct zv_unit *unit, void *scratch)
{
	struct zv_result result;
	bool accepted = zv_validate(unit, 0, scratch, NULL, NULL, &result);

	return (struct verdict){accepted, result.instructions, result.features};
}

static struct verdict slow(const struct zv_unit *unit, void *scratch)
{
	struct scan s = {.maps = {.unit = unit, .whole = unit->size, .starts = scratch,
	                          .targets = (uint32_t *)scratch + unit->size / WORD_BITS + 1}};

	memset(scratch, 0xA5, zv_scratch_size(unit->size));
	scan(&s, 0, COLLECT);
	s.maps.instructions = 0;
	scan(&s, 0, REPORT);
	return (struct verdict){s.violations == 0, s.maps.instructions, features_of(&s.maps)};
}

int main(int argc, char **argv)
{
	unsigned long long count = argc > 2 ? strtoull(argv[2], NULL, 10) : 4000, accepted = 0, bad = 0;
	void *scratch = malloc(zv_scratch_size(UNIT_MAX));
	size_t text_size;
	uint8_t *text;

	if (argc < 2 || !scratch)
		return 2;
	state = argc > 3 ? strtoull(argv[3], NULL, 10) | 1 : 88172645463325252;
	text = read_text(argv[1], &text_size);
	if (text_size <= UNIT_MAX)
		return 2;
	for (unsigned long long n = 0; n < count; n++) {
		size_t size = (below(below(8) ? 64 : UNIT_MAX / ZVM_BUNDLE) + 1) * ZVM_BUNDLE;
		size_t from = below((text_size - size) / ZVM_BUNDLE + 1) * ZVM_BUNDLE;
		uint8_t *code = malloc(size); /* so that a sanitizer sees its end */
		struct zv_unit unit = {code, size, ZVM_TEXT + from};
		struct verdict a, b;

		if (!code)
			return 2;
		memcpy(code, text + from, size);
		repair(&unit, scratch);
		if (below(16) == 0)
			for (size_t k = 0; k < size; k++)
				code[k] = (uint8_t)below(256);
		for (uint64_t k = below(4); k; k--)
			mutate(code, size, text, text_size);
		a = fast(&unit, scratch);
		b = slow(&unit, scratch);
		accepted += a.accepted;
		if ((a.accepted != b.accepted || (a.accepted && (a.instructions != b.instructions || a.features != b.features))) && bad++ < SHOWN)
			printf("unit %llu, %zu bytes from %#zx: fast %d, slow %d\n", n, size, from, a.accepted, b.accepted);
		free(code);
	}
	free(text);
	free(scratch);
	printf("%llu units, %llu accepted, %llu times another verdict\n", count, accepted, bad);
	return bad != 0 || accepted == 0 || accepted == count;
}
