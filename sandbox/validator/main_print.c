/* SPDX-License-Identifier: Apache-2.0 */
/* The verdict, for people and for programs. */
#include "main.h"

#include <elf/symbols.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const struct {
	uint64_t bit;
	const char *name;
} features[] = {
	{ZVM_FEATURE_SSE3, "SSE3"}, {ZVM_FEATURE_SSSE3, "SSSE3"}, {ZVM_FEATURE_SSE41, "SSE4.1"},
	{ZVM_FEATURE_SSE42, "SSE4.2"}, {ZVM_FEATURE_POPCNT, "POPCNT"}, {ZVM_FEATURE_CX16, "CMPXCHG16B"},
	{ZVM_FEATURE_LZCNT, "LZCNT"}, {ZVM_FEATURE_BMI1, "BMI1"}, {ZVM_FEATURE_BMI2, "BMI2"},
	{ZVM_FEATURE_MOVBE, "MOVBE"}, {ZVM_FEATURE_AES, "AES"}, {ZVM_FEATURE_PCLMUL, "PCLMUL"},
	{ZVM_FEATURE_SHA, "SHA"}, {ZVM_FEATURE_AVX, "AVX"}, {ZVM_FEATURE_AVX2, "AVX2"},
	{ZVM_FEATURE_FMA, "FMA"}, {ZVM_FEATURE_F16C, "F16C"},
};

/* The bytes of an instruction that lie in the unit, in hexadecimal. */
static void print_bytes(const struct zv_unit *unit, const struct zv_violation *v, const char *between)
{
	for (unsigned n = 0; n < v->length; n++) {
		uint64_t offset = v->address + n - unit->address;

		if (v->address >= unit->address && offset < unit->size)
			printf("%s%02x", n ? between : "", unit->code[offset]);
	}
}

static bool symbol_of(const struct subject *s, uint64_t address, struct elf_symbol *symbol)
{
	return !s->raw && elf_symbol_at(s->file, s->file_size, address, symbol);
}

/* Names come from a hostile file: only plain characters reach the terminal. */
static void print_plain(const char *text, size_t length)
{
	for (size_t n = 0; n < length && n < SOURCE_MAX; n++)
		putchar(text[n] >= ' ' && text[n] <= '~' ? text[n] : '?');
}

static void print_finding(const struct subject *s, const struct finding *f)
{
	const struct zv_violation *v = &f->violation;
	struct elf_symbol symbol;

	printf("%s: 0x%" PRIx64, s->path, v->address);
	if (symbol_of(s, v->address, &symbol)) {
		printf(" <");
		print_plain(symbol.name, symbol.length);
		printf(v->address == symbol.address ? ">" : "+0x%" PRIx64 ">", v->address - symbol.address);
	}
	printf(": ");
	print_bytes(&s->unit, v, " ");
	printf(": R%02u: %s\n", v->rule, v->reason);
	if (*f->text) {
		printf("    instruction: ");
		print_plain(f->text, strlen(f->text));
		putchar('\n');
	}
	if (*f->source) {
		printf("    source: ");
		print_plain(f->source, strlen(f->source));
		putchar('\n');
	}
	printf("    what to do: %s\n", v->advice);
}

void print_text(const struct subject *s, const struct findings *f)
{
	uint64_t all = f->result.violations;

	for (uint64_t n = 0; n < f->count; n++)
		print_finding(s, &f->list[n]);
	if (f->count < all)
		printf("%s: ... and %" PRIu64 " more\n", s->path, all - f->count);
	if (all)
		printf("%s: rejected: %" PRIu64 " violation%s; `zvm-validate --explain R%02u` tells more\n", s->path, all,
		       all == 1 ? "" : "s", f->list[0].violation.rule);
}

static void print_string(const char *text, size_t length)
{
	putchar('"');
	for (size_t n = 0; n < length; n++) {
		unsigned char c = (unsigned char)text[n];

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c >= ' ' && c <= '~')
			putchar(c);
		else
			printf("\\u%04x", c); /* bytes, as if they were Latin-1 */
	}
	putchar('"');
}

static void print_member(const char *name, const char *text)
{
	printf(", \"%s\": ", name);
	print_string(text, strlen(text));
}

static void print_json_finding(const struct subject *s, const struct finding *f)
{
	const struct zv_violation *v = &f->violation;
	struct elf_symbol symbol;

	printf("{\"address\": %" PRIu64 ", \"rule\": \"R%02u\"", v->address, v->rule);
	print_member("reason", v->reason);
	print_member("advice", v->advice);
	printf(", \"bytes\": \"");
	print_bytes(&s->unit, v, "");
	putchar('"');
	if (symbol_of(s, v->address, &symbol)) {
		printf(", \"symbol\": ");
		print_string(symbol.name, symbol.length);
		printf(", \"offset\": %" PRIu64, v->address - symbol.address);
	}
	if (*f->text)
		print_member("instruction", f->text);
	if (*f->source)
		print_member("source", f->source);
	putchar('}');
}

void print_json(const struct subject *s, const struct findings *f)
{
	const char *comma = "";

	printf("{\"file\": ");
	print_string(s->path, strlen(s->path));
	printf(", \"accepted\": %s, \"address\": %" PRIu64 ", \"size\": %" PRIu64 ", \"instructions\": %" PRIu64,
	       f->result.violations ? "false" : "true", s->unit.address, (uint64_t)s->unit.size, f->result.instructions);
	printf(", \"features\": [");
	for (size_t n = 0; n < sizeof features / sizeof *features; n++)
		if (f->result.features & features[n].bit) {
			printf("%s\"%s\"", comma, features[n].name);
			comma = ", ";
		}
	printf("], \"violations\": %" PRIu64 ", \"list\": [", f->result.violations);
	for (uint64_t n = 0; n < f->count; n++) {
		printf(n ? ",\n " : "\n ");
		print_json_finding(s, &f->list[n]);
	}
	printf("]}\n");
}
