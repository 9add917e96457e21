/* SPDX-License-Identifier: Apache-2.0 */
/* Cases.  Only the validator's API decides what is kept; its tables are not looked at. */
#include "run.h"

#include <validator/validator.h>

#include <stdlib.h>
#include <string.h>

enum { BUNDLE = 32, TRIES = 12, TEMPLATES_MAX = 20000, INSN_MAX = 15 };

static uint64_t state;
static struct real_code real;
/* Sequences and branches; the bytes that may vary are set where they are used. */
static const uint8_t pieces[][16] = {
	{9, 0x41, 0x5B, 0x41, 0x83, 0xE3, 0xE0, 0x41, 0x53, 0xC3},
	{9, 0x89, 0xC9, 0x89, 0xFF, 0x89, 0xF6, 0x67, 0xF3, 0xA4}, {10, 0x89, 0xC9, 0x89, 0xFF, 0x89, 0xF6, 0x67, 0xF3, 0x48, 0xA5},
	{7, 0x89, 0xC9, 0x89, 0xFF, 0x67, 0xF3, 0xAA}, {8, 0x89, 0xC9, 0x89, 0xFF, 0x67, 0x66, 0xF3, 0xAB},
	{7, 0x89, 0xC9, 0x89, 0xF6, 0x67, 0xF3, 0xAC}, {9, 0x89, 0xC9, 0x89, 0xFF, 0x89, 0xF6, 0x67, 0xF2, 0xA6},
	{7, 0x89, 0xC9, 0x89, 0xFF, 0x67, 0xF2, 0xAE},
	{13, 0x81, 0x64, 0x24, 0xF8, 0xFF, 0xFF, 0, 0, 0x0F, 0xAE, 0x54, 0x24, 0xF8},
	{1, 0xFD}, {1, 0xFC}, {4, 0x0F, 0x1F, 0x40, 0}, {10, 0x66, 0x2E, 0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0}};
static const uint8_t jumps[][3] = {
	{1, 0xE9}, {1, 0xE8}, {1, 0xE8}, {1, 0xEB}, {1, 0x74}, {1, 0x7C}, {2, 0x0F, 0x85}, {2, 0x0F, 0x8F}, {1, 0xE2}, {1, 0xE0}, {1, 0xE3}};

/* Accepted encodings: the bytes up to the last one that is not operand data. */
static struct template {
	uint8_t bytes[INSN_MAX + 1], length, modrm; /* offset of modrm, 0: none */
} *templates;
static size_t template_count;

uint64_t random64(void)
{
	uint64_t z = state += 0x9E3779B97F4A7C15;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
	z = (z ^ z >> 27) * 0x94D049BB133111EB;
	return z ^ z >> 31;
}

unsigned below(unsigned n)
{
	return (unsigned)((random64() >> 32) * n >> 32);
}

static uint64_t random_low(void)
{
	const struct {
		uint64_t start;
		unsigned size;
	} ranges[] = {
		{DATA_START, DATA_END - DATA_START}, {DATA_START, DATA_END - DATA_START}, {STACK_START, 0x10000},
		{SIGN_START, 0x10000}, {ZVM_THREAD, 0x8000}, {shared->text, TEXT_SIZE}, {ZVM_GATE, 0x1000}, {ZVM_SESSION, 0x1000},
		{0, 64}, {ZVM_TOP - 64, 64}, {ZVM_STACK_TOP - 64, 128}, {0x80000000 - 32, 64}, {ZVM_NULL_END - 32, 64}};
	unsigned n = below(sizeof ranges / sizeof *ranges);

	return ranges[n].start + below(ranges[n].size);
}

uint64_t random_value(void)
{
	uint64_t low = random_low();

	switch (below(8)) {
	case 0:
		return shared->canary[below(CANARIES)] + below(CANARY_SIZE);
	case 1:
		return random64() << 32 | low;
	case 2:
		return random64() >> below(64);
	case 3: /* a clamp that forgets the upper half leads to host memory */
		return (shared->canary[below(CANARIES)] & ~UINT64_C(0xFFFFFFFF)) | low;
	case 4:
		return (low & ~UINT64_C(31)) | (below(2) ? UINT64_C(0x100000000) : 0);
	case 5:
		return below(300);
	default:
		return low & ~UINT64_C(15);
	}
}

static bool validates(const uint8_t *code, size_t size, uint64_t address, zv_sink *sink, void *context)
{
	static uint64_t scratch[TEXT_SIZE / 16 + 64];
	struct zv_unit unit = {code, size, address};
	struct zv_result result;

	return zv_scratch_size(size) <= sizeof scratch && zv_validate(&unit, 0, scratch, sink, context, &result);
}

static bool accepts(const uint8_t *code, size_t size, uint64_t address)
{
	return validates(code, size, address, NULL, NULL);
}

/* Keeps an encoding that is accepted alone in a bundle; false if it is not accepted. */
static bool add_template(const uint8_t *bundle, unsigned length, unsigned modrm)
{
	if (!accepts(bundle, BUNDLE, shared->text) || template_count == TEMPLATES_MAX)
		return false;
	templates[template_count] = (struct template){.length = (uint8_t)length, .modrm = modrm < length ? (uint8_t)modrm : 0};
	memcpy(templates[template_count++].bytes, bundle, length);
	return true;
}

/* One template for each instruction with and without memory; the operands vary later. */
static void try_opcode(const uint8_t *head, unsigned at)
{
	uint8_t bundle[BUNDLE];

	for (unsigned mod3 = 0; mod3 < 2; mod3++) {
		unsigned kind = 0;

		for (unsigned modrm = mod3 ? 0xC0 : 0; modrm <= (mod3 ? 0xFF : 0x38U); modrm += mod3 ? 1 : 8) {
			unsigned where = at + !mod3, length, now;

			memset(bundle, 0, sizeof bundle);
			bundle[0] = 0x67;
			memcpy(bundle + !mod3, head, at);
			bundle[where] = (uint8_t)modrm;
			length = read_length(bundle, &now);
			if (length == 0 || now == kind)
				continue;
			memset(bundle + length, 0x90, BUNDLE - length);
			if (add_template(bundle, length, where))
				kind = now;
		}
	}
}

size_t make_templates(void)
{
	static const uint8_t prefixes[][3] = {{0}, {1, 0x66}, {1, 0xF2}, {1, 0xF3}, {2, 0x66, 0xF2}, {2, 0x66, 0xF3}};
	static const uint8_t maps[][3] = {{0}, {1, 0x0F}, {2, 0x0F, 0x38}, {2, 0x0F, 0x3A}};
	uint8_t head[8];

	templates = calloc(TEMPLATES_MAX + 1, sizeof *templates);
	for (unsigned x = 0; templates && x < 6; x++)
		for (unsigned w = 0; w < 2; w++)
			for (unsigned m = 0; m < 4; m++)
				for (unsigned opcode = 0; opcode < 256; opcode++) {
					unsigned at = prefixes[x][0];

					memcpy(head, prefixes[x] + 1, at);
					if (w)
						head[at++] = 0x48;
					memcpy(head + at, maps[m] + 1, maps[m][0]);
					at += maps[m][0];
					head[at++] = (uint8_t)opcode;
					try_opcode(head, at);
				}
	for (unsigned map = 1; templates && map < 4; map++)
		for (unsigned last = 0; last < 256; last++)
			for (unsigned opcode = 0; opcode < 256; opcode++) {
				unsigned vvvv = last >> 3 & 15;

				if (vvvv != 15 && vvvv != 14)
					continue;
				head[0] = 0xC4;
				head[1] = (uint8_t)(0xE0 | map);
				head[2] = (uint8_t)last;
				head[3] = (uint8_t)opcode;
				try_opcode(head, 4);
			}
	return template_count;
}

/* The next bytes of the case's text; `at` is an offset, and end the bundle's. */
struct place {
	uint8_t *text;
	unsigned at, bundle;
};

static unsigned room(const struct place *p)
{
	return p->bundle + BUNDLE - p->at;
}

/* Whether the bundle, as far as it is written, is accepted. */
static bool fits(const struct place *p, const uint8_t *bytes, unsigned n)
{
	uint8_t bundle[BUNDLE];
	unsigned have = p->at - p->bundle;

	if (n == 0 || n > room(p))
		return false;
	memset(bundle, 0x90, sizeof bundle);
	memcpy(bundle, p->text + p->bundle, have);
	memcpy(bundle + have, bytes, n);
	return accepts(bundle, BUNDLE, shared->text + p->bundle);
}

static bool append(struct place *p, const uint8_t *bytes, unsigned n)
{
	if (!fits(p, bytes, n))
		return false;
	memcpy(p->text + p->at, bytes, n);
	p->at += n;
	return true;
}

static bool append_chance(struct place *p)
{
	uint8_t bytes[16];

	for (unsigned n = 0; n < TRIES; n++) {
		unsigned length;

		for (unsigned k = 0; k < sizeof bytes; k++)
			bytes[k] = (uint8_t)random64();
		if (below(2)) /* most memory operands need it */
			bytes[0] = 0x67;
		if (below(4) == 0)
			bytes[below(3)] = (uint8_t)(0x40 | below(16));
		length = read_length(bytes, NULL);
		if (length && append(p, bytes, length))
			return true;
	}
	return false;
}

/* A bundle of the case, mostly behind this one: loops are cut off by the clock, which takes long. */
static unsigned random_bundle(const struct run_case *c, unsigned bundle)
{
	unsigned left = c->start_bundles + c->bundles - bundle;

	return below(32) ? bundle + 1 + below(left) : c->start_bundles + below(c->bundles);
}

/* A branch to a bundle of the case, the gate, an instruction before it, or far away. */
static bool append_jump(struct place *p, const struct run_case *c)
{
	const uint8_t *jump = jumps[below(sizeof jumps / sizeof *jumps)];
	unsigned opcode = jump[0], wide = opcode == 2 || (jump[1] & 0xFE) == 0xE8;
	uint8_t bytes[8];
	int64_t target, distance;

	memcpy(bytes, jump + 1, opcode);
	switch (wide ? below(12) : 11) {
	case 0:
	case 1:
		target = (int64_t)(ZVM_GATE + 32 * below(9));
		break;
	case 2:
		target = (int64_t)(random_low() & ~UINT64_C(31));
		break;
	default:
		target = (int64_t)(shared->text + 32 * random_bundle(c, p->bundle / 32));
	}
	if (!wide)
		target = (int64_t)(shared->text + p->bundle + 32) - (below(16) ? 0 : 32);
	distance = target - (int64_t)(shared->text + p->at + opcode + (wide ? 4 : 1));
	memcpy(bytes + opcode, &distance, wide ? 4 : 1);
	return append(p, bytes, opcode + (wide ? 4 : 1));
}

static bool append_piece(struct place *p)
{
	const uint8_t *piece = pieces[below(sizeof pieces / sizeof *pieces)];
	uint8_t bytes[16];

	if (below(3) == 0) { /* and $-32,%eX; jmp|call *%rX */
		unsigned r = below(16);
		uint8_t branch[] = {0x41, 0x83, (uint8_t)(0xE0 | (r & 7)), 0xE0, 0x41, 0xFF, (uint8_t)((below(2) ? 0xE0 : 0xD0) | (r & 7))};

		if (r >= 8)
			return append(p, branch, 7);
		memmove(branch + 4, branch + 5, 2);
		return append(p, branch + 1, 5);
	}
	memcpy(bytes, piece + 1, piece[0]);
	if (piece[0] == 13)
		bytes[3] = bytes[12] = (uint8_t)random64();
	return append(p, bytes, piece[0]);
}

static uint32_t random_displacement(void)
{
	switch (below(4)) {
	case 0:
		return below(256);
	case 1:
		return (uint32_t)random_low();
	case 2:
		return (uint32_t)random64();
	default:
		return UINT32_C(0x7FFFFFFF) - below(64);
	}
}

/* Other operands of the same encoding. */
static void vary(uint8_t *bytes, const struct template *t)
{
	unsigned first = bytes[0] == 0x67, rex = t->modrm;

	memcpy(bytes, t->bytes, t->length);
	for (unsigned n = t->modrm + 1U; n < 16; n++)
		bytes[n] = (uint8_t)(below(3) ? random64() : below(16));
	first = bytes[0] == 0x67;
	if (bytes[first] == 0xC4) {
		bytes[first + 1] = (uint8_t)((bytes[first + 1] & 31) | (below(8) << 5));
		if (below(2))
			bytes[first + 2] = (uint8_t)((bytes[first + 2] & 0x87) | below(16) << 3);
	} else {
		while (rex > first && (bytes[rex] & 0xF0) != 0x40)
			rex--;
		if ((bytes[rex] & 0xF0) == 0x40)
			bytes[rex] = (uint8_t)((bytes[rex] & 0x48) | below(8));
	}
	if (t->modrm) {
		uint8_t modrm = (uint8_t)((t->bytes[t->modrm] & 0x38) | below(8));
		uint32_t displacement = random_displacement();

		if (below(2))
			modrm = (uint8_t)(modrm & 7) | (uint8_t)(below(8) << 3);
		modrm |= (uint8_t)(t->bytes[t->modrm] >= 0xC0 ? 0xC0 : below(3) << 6);
		bytes[t->modrm] = modrm;
		if (modrm < 0xC0)
			memcpy(bytes + t->modrm + ((modrm & 7) == 4 ? 2 : 1), &displacement, 4);
	}
}

/* Without 67: what the rules allow instead. */
static void be_simple(uint8_t *bytes, const struct template *t)
{
	static const uint8_t forms[][2] = {{0x04, 0x24}, {0x44, 0x24}, {0x84, 0x24}, {0x04, 0x25}, {0x05, 0}};
	const uint8_t *form = forms[below(5)];
	uint32_t displacement = (uint32_t)random_low();

	if (!t->modrm || t->bytes[0] != 0x67 || t->bytes[t->modrm] >= 0xC0)
		return;
	memmove(bytes, bytes + 1, 15);
	bytes[t->modrm - 1] = (uint8_t)((bytes[t->modrm - 1] & 0x38) | form[0]);
	if (form[1])
		bytes[t->modrm] = form[1];
	if (form[0] != 0x44)
		memcpy(bytes + t->modrm + (form[1] != 0), &displacement, 4);
	for (unsigned n = 0; n + 1 < t->modrm; n++) /* no other base or index */
		if ((bytes[n] & 0xF0) == 0x40 && bytes[n + 1] != 0x90)
			bytes[n] &= 0x4C;
	if (bytes[0] == 0xC4)
		bytes[1] |= 0x60;
}

static bool append_table(struct place *p)
{
	const struct template *t = &templates[below((unsigned)template_count)];
	uint8_t bytes[20];

	for (unsigned n = 0; n < TRIES; n++) {
		unsigned length;

		vary(bytes, t);
		if (below(3) == 0)
			be_simple(bytes, t);
		length = read_length(bytes, NULL);
		if (length && append(p, bytes, length))
			return true;
	}
	return append(p, t->bytes, t->length);
}

static void make_bundles(struct run_case *c)
{
	for (unsigned n = 0; n < c->bundles; n++) {
		struct place p = {c->text, (c->start_bundles + n) * 32, (c->start_bundles + n) * 32};
		unsigned failures = 0;

		memset(c->text + p.bundle, 0x90, BUNDLE);
		while (room(&p) && failures < 4) {
			unsigned choice = below(16);
			bool done = choice == 0 ? append_jump(&p, c) : choice == 1 ? append_piece(&p) :
			            c->source == BY_CHANCE ? append_chance(&p) : append_table(&p);

			failures += !done;
		}
	}
}

/* Branches and rip-relative operands of copied code lead somewhere here. */
static void relocate(struct run_case *c, unsigned bundle)
{
	for (unsigned at = bundle * 32, length; at < bundle * 32 + 32; at += length) {
		uint8_t *p = c->text + at;
		unsigned opcode;
		int32_t distance;

		length = read_length(p, NULL);
		if (length == 0 || at + length > TEXT_SIZE)
			return;
		opcode = *p == 0x0F && (p[1] & 0xF0) == 0x80 ? 2 : (*p & 0xFE) == 0xE8 ? 1 : 0;
		distance = (int32_t)(32 * random_bundle(c, bundle)) - (int32_t)(at + length);
		if (opcode) {
			if (below(12) == 0)
				distance = (int32_t)(ZVM_GATE + 32 * below(6)) - (int32_t)(shared->text + at + length);
			memcpy(p + opcode, &distance, 4);
		} else if (length == 2 && ((*p & 0xF0) == 0x70 || *p == 0xEB || (*p & 0xFC) == 0xE0)) {
			distance = (int32_t)(32 * (bundle + (below(16) != 0))) - (int32_t)(at + length);
			memcpy(p + 1, &distance, 1);
		} else {
			unsigned map = 0;

			while (map < 4 && (p[map] == 0x66 || p[map] == 0xF2 || p[map] == 0xF3 || (p[map] & 0xF0) == 0x40 || p[map] == 0x0F))
				map++;
			distance = (int32_t)(DATA_START + below(0x4000)) - (int32_t)(shared->text + at + length);
			if (map + 5U < length && (p[map + 1] & 0xC7) == 5)
				memcpy(p + map + 2, &distance, 4);
		}
	}
}

static void mutate_bundle(uint8_t *bundle)
{
	unsigned at = 0, before = 0, length, other;

	switch (below(4)) {
	case 0: /* bits */
		for (unsigned n = below(3) + 1; n; n--)
			bundle[below(32)] ^= (uint8_t)(1U << below(8));
		return;
	case 1: /* a byte */
		bundle[below(32)] = (uint8_t)random64();
		return;
	default: /* an instruction and its neighbour change places, or its operands do */
		for (unsigned n = below(8); n && at < 24; n--) {
			before = at;
			at += read_length(bundle + at, NULL);
		}
		length = read_length(bundle + at, NULL);
		if (at >= 24 || length == 0 || at + length > 32)
			return;
		if (below(2) && at > before) {
			uint8_t copy[32];

			other = at - before;
			memcpy(copy, bundle + before, other);
			memmove(bundle + before, bundle + at, length);
			memcpy(bundle + before + length, copy, other);
		} else {
			uint8_t *p = bundle + at + below(length > 3 ? 4 : length);

			*p = (uint8_t)((*p & 0xC0) | (*p & 7) << 3 | (*p >> 3 & 7));
		}
	}
}

static void make_mutant(struct run_case *c)
{
	size_t from = below((unsigned)(real.size / 32) - c->bundles) * (size_t)32;

	memcpy(c->text + c->start_bundles * 32, real.bytes + from, c->bundles * 32);
	for (unsigned n = c->start_bundles; n < c->start_bundles + c->bundles; n++) {
		uint8_t *bundle = c->text + n * 32, copy[32];

		relocate(c, n);
		memcpy(copy, bundle, 32);
		for (unsigned k = 0; below(2) && k < TRIES; k++) {
			mutate_bundle(bundle);
			if (accepts(bundle, 32, shared->text + n * 32))
				break;
			memcpy(bundle, copy, 32);
		}
		if (!accepts(bundle, 32, shared->text + n * 32))
			memset(bundle, 0x90, 32);
	}
}

/* The instructions that load the registers: guest code like any other. */
static void load(struct place *p, const uint8_t *bytes, unsigned n, uint64_t address)
{
	uint32_t where = (uint32_t)address;

	if (n + 4 > room(p)) {
		memset(p->text + p->at, 0x90, room(p));
		p->bundle = p->at = p->bundle + BUNDLE;
	}
	memcpy(p->text + p->at, bytes, n);
	memcpy(p->text + p->at + n, &where, 4);
	p->at += n + 4;
}

#define AT(member) (shared->loads + offsetof(struct values, member))

static void make_start(struct run_case *c)
{
	struct place p = {c->text, 0, 0};
	unsigned x87 = below(9);

	load(&p, (const uint8_t[]){0xD9, 0x2C, 0x25}, 3, AT(fcw));
	for (unsigned n = 0; n < x87; n++)
		load(&p, (const uint8_t[]){0xDD, 0x04, 0x25}, 3, AT(x87) + 8 * n);
	for (unsigned n = 0; n < 16; n++)
		load(&p, (const uint8_t[]){0xC5, n < 8 ? 0xFC : 0x7C, 0x10, (uint8_t)(0x04 | (n & 7) << 3), 0x25}, 5, AT(vectors) + 32 * n);
	/* rsp to the value of mxcsr; the sequence of R09 */
	load(&p, (const uint8_t[]){0x8D, 0x24, 0x25}, 3, AT(mxcsr));
	load(&p, (const uint8_t[]){0x90, 0x90, 0x90}, 3, 0x90909090);
	if (room(&p) < 11)
		load(&p, (const uint8_t[]){0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90}, 7, 0x90909090);
	memcpy(c->text + p.at, (const uint8_t[]){0x81, 0x24, 0x24, 0xFF, 0xFF, 0, 0, 0x0F, 0xAE, 0x14, 0x24}, 11);
	p.at += 11;
	load(&p, (const uint8_t[]){0x48, 0x8B, 0x04, 0x25}, 4, AT(gpr));
	load(&p, (const uint8_t[]){0x48, 0x0F, 0xAF, 0x04, 0x25}, 5, AT(limit)); /* imul: flags */
	load(&p, (const uint8_t[]){0x90, 0x90, below(8) ? 0x90 : 0xFD}, 3, 0x90909090);
	for (unsigned n = 0; n < GPRS; n++)
		if (n != RSP)
			load(&p, (const uint8_t[]){n < 8 ? 0x48 : 0x4C, 0x8B, (uint8_t)(0x04 | (n & 7) << 3), 0x25}, 4, AT(gpr) + 8 * n);
	load(&p, (const uint8_t[]){0x8B, 0x24, 0x25}, 3, AT(gpr) + 8 * RSP);
	memset(c->text + p.at, 0x90, room(&p));
	c->start_bundles = p.bundle / 32 + 1;
}

static void make_values(struct values *v)
{
	for (unsigned n = 0; n < GPRS; n++)
		v->gpr[n] = random_value();
	if (below(8))
		v->gpr[RSP] = (STACK_START + below(0xFF00)) & ~UINT64_C(7);
	for (unsigned n = 0; n < sizeof v->vectors / 8; n++) {
		uint64_t value = below(2) ? random_value() : random64();

		memcpy(v->vectors + 8 * n, &value, 8);
	}
	v->mxcsr = (uint32_t)(below(8) ? 0x1F80 | (random64() & 0xE07F) : random64() & 0xFFFF);
	v->fcw = (uint16_t)(below(8) ? 0x37F : random64());
	for (unsigned n = 0; n < 8; n++)
		v->x87[n] = random64();
	v->limit = random64();
}

/* Bundles with a breach become nops: a branch that fitted alone may lead nowhere. */
static bool blank(void *context, const struct zv_violation *v)
{
	uint8_t *text = context;
	uint64_t bundle = (v->address - shared->text) / BUNDLE;

	if (bundle < BUNDLES)
		memset(text + bundle * BUNDLE, 0x90, BUNDLE);
	return true;
}

static void settle(struct run_case *c)
{
	for (unsigned n = 0; n < 8; n++)
		if (validates(c->text, TEXT_SIZE, shared->text, blank, c->text))
			return;
}

/* Edits that do not know of bundles; the unit as a whole is asked whether one stays. */
static void scramble(struct run_case *c)
{
	uint8_t *start = c->text + c->start_bundles * BUNDLE, copy[TEXT_SIZE];
	unsigned size = c->bundles * BUNDLE;

	for (unsigned n = 0; n < TRIES; n++) {
		unsigned from = below(size), to = below(size), many = below(size - (from > to ? from : to)) + 1;

		memcpy(copy, c->text, TEXT_SIZE);
		switch (below(4)) {
		case 0: /* moves a few bytes, whole instructions at best */
			memmove(start + to, start + from, many % 48);
			break;
		case 1: /* a byte more or less from here to the end of a bundle, or of several */
			many = (from / BUNDLE + 1 + below(3)) * BUNDLE;
			many = many > size ? size : many;
			if (below(2))
				memmove(start + from + 1, start + from, many - from - 1);
			else
				memmove(start + from, start + from + 1, many - from - 1);
			break;
		case 2:
			start[from] = (uint8_t)random64();
			break;
		default: /* an instruction of many bytes over the end of a bundle */
			if ((to | 31) + 10 < size)
				memcpy(start + (to | 31) - below(9), (const uint8_t[]){0x48, 0xB8, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90, 0x90}, 10);
		}
		if (!accepts(c->text, TEXT_SIZE, shared->text))
			memcpy(c->text, copy, TEXT_SIZE);
	}
}

void make_init(struct real_code code)
{
	real = code;
}

void make_case(struct run_case *c, uint64_t seed)
{
	state = seed;
	c->seed = seed;
	memset(c->text, below(4) ? 0xF4 : 0x90, sizeof c->text); /* nops run off the end */
	c->source = (enum source)below(real.bytes ? SOURCES : BY_MUTATION);
	c->bundles = 4 + below(CASE_MAX - 4);
	make_start(c);
	make_values(&c->values);
	if (c->source == BY_MUTATION)
		make_mutant(c);
	else
		make_bundles(c);
	settle(c);
	scramble(c);
}
