/* SPDX-License-Identifier: Apache-2.0 */
/* One violation in words. */
#include "main.h"

#include <elf/symbols.h>

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>

/* Names come from a hostile file: only plain characters reach the terminal. */
static void print_name(const char *name, uint32_t length)
{
	for (uint32_t n = 0; n < length && n < 200; n++)
		putchar(isgraph((unsigned char)name[n]) ? name[n] : '?');
}

static void print_symbol(const struct subject *subject, uint64_t address)
{
	struct elf_symbol symbol;

	if (subject->raw || !elf_symbol_at(subject->file, subject->file_size, address, &symbol))
		return;
	printf(" <");
	print_name(symbol.name, symbol.length);
	if (address != symbol.address)
		printf("+0x%" PRIx64, address - symbol.address);
	putchar('>');
}

static void print_bytes(const struct zv_unit *unit, const struct zv_violation *v)
{
	for (unsigned n = 0; n < v->length; n++) {
		uint64_t offset = v->address + n - unit->address;

		if (v->address < unit->address || offset >= unit->size)
			break;
		printf("%s%02x", n ? " " : ": ", unit->code[offset]);
	}
}

bool print_violation(void *context, const struct zv_violation *v)
{
	struct listing *l = context;

	if (l->limit && l->printed >= l->limit)
		return true;
	l->printed++;
	printf("%s: 0x%" PRIx64, l->subject->path, v->address);
	print_symbol(l->subject, v->address);
	print_bytes(&l->subject->unit, v);
	printf(": R%02u: %s; %s\n", v->rule, v->reason, v->advice);
	return true;
}
