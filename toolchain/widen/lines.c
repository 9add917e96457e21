/* SPDX-License-Identifier: Apache-2.0 */
#include "lines.h"

#include <string.h>

#include <zvm/layout.h>

/* A reader that ends at `end`: behind it all bytes are 0, and `good` is false. */
struct reader {
	const uint8_t *p, *end;
	bool good;
};

static uint64_t number(struct reader *r, unsigned bytes)
{
	uint64_t value = 0;
	if ((size_t)(r->end - r->p) < bytes) {
		r->good = false;
		r->p = r->end;
		return 0;
	}
	for (unsigned n = 0; n < bytes; n++)
		value |= (uint64_t)r->p[n] << 8 * n;
	r->p += bytes;
	return value;
}

/* LEB128; only addresses count here, and they are unsigned. */
static uint64_t leb128(struct reader *r)
{
	uint64_t value = 0, byte;
	unsigned shift = 0;
	do {
		byte = number(r, 1);
		if (shift < 64)
			value |= (byte & 0x7F) << shift;
		shift += 7;
	} while (byte & 0x80);
	return value;
}

static struct reader part(struct reader *r, uint64_t bytes)
{
	struct reader inner = {r->p, r->p, r->good};
	if ((uint64_t)(r->end - r->p) < bytes) {
		r->good = inner.good = false;
		return inner;
	}
	inner.end = r->p += bytes;
	return inner;
}

/* The opcodes of DWARF 5, section 6.2.5, that change the address or make a row. */
enum {
	LNS_COPY = 1, LNS_ADVANCE_PC = 2, LNS_CONST_ADD_PC = 8, LNS_FIXED_ADVANCE_PC = 9,
	LNE_SET_ADDRESS = 2
};

struct header {
	unsigned min_length, line_range, opcode_base;
	uint8_t arguments[256]; /* of each standard opcode: LEB128 numbers */
};

static struct reader read_header(struct reader *unit, struct header *h)
{
	unsigned version = (unsigned)number(unit, 2);
	struct reader fields;

	if (version >= 5)
		number(unit, 2); /* sizes of addresses and of segment selectors */
	fields = part(unit, number(unit, 4));
	h->min_length = (unsigned)number(&fields, 1);
	number(&fields, version >= 4 ? 3 : 2); /* operations, is_stmt, line_base */
	h->line_range = (unsigned)number(&fields, 1);
	h->opcode_base = (unsigned)number(&fields, 1);
	for (unsigned n = 1; n < h->opcode_base; n++)
		h->arguments[n] = (uint8_t)number(&fields, 1);
	unit->good = unit->good && fields.good && version >= 2 && version <= 5 && h->line_range && h->opcode_base;
	return *unit;
}

struct text {
	uint64_t address;
	size_t size;
	uint32_t *marks;
};

static void mark(const struct text *t, uint64_t address)
{
	uint64_t at = address - t->address;
	if (at < t->size)
		t->marks[at / ZVM_BUNDLE] |= UINT32_C(1) << at % ZVM_BUNDLE;
}

static void read_extended(struct reader *r, uint64_t *address)
{
	uint64_t size = leb128(r);
	struct reader inner = part(r, size);
	if (number(&inner, 1) == LNE_SET_ADDRESS && size == 9)
		*address = number(&inner, 8);
	r->good = r->good && inner.good;
}

static bool run_program(struct reader r, const struct header *h, const struct text *t)
{
	uint64_t address = 0;
	while (r.good && r.p < r.end) {
		unsigned opcode = (unsigned)number(&r, 1);
		if (opcode >= h->opcode_base) {
			address += (uint64_t)((opcode - h->opcode_base) / h->line_range) * h->min_length;
			mark(t, address);
		} else if (opcode == 0) {
			read_extended(&r, &address); /* the end of a sequence is no row */
		} else if (opcode == LNS_COPY) {
			mark(t, address);
		} else if (opcode == LNS_ADVANCE_PC) {
			address += leb128(&r) * h->min_length;
		} else if (opcode == LNS_CONST_ADD_PC) {
			address += (uint64_t)((255 - h->opcode_base) / h->line_range) * h->min_length;
		} else if (opcode == LNS_FIXED_ADVANCE_PC) {
			address += number(&r, 2);
		} else {
			for (unsigned n = 0; n < h->arguments[opcode]; n++)
				leb128(&r);
		}
	}
	return r.good;
}

bool lines_mark(const uint8_t *table, size_t size, uint64_t text, size_t text_size, uint32_t *marks)
{
	struct text t = {text, text_size, marks};
	struct reader all = {table, table + size, true};

	while (all.good && all.p < all.end) {
		struct reader unit = part(&all, number(&all, 4));
		struct header h;
		struct reader program;

		memset(&h, 0, sizeof h);
		program = read_header(&unit, &h);
		if (!program.good || !run_program(program, &h, &t))
			return false;
	}
	return all.good;
}
