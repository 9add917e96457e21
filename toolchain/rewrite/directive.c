/* SPDX-License-Identifier: Apache-2.0 */
/* Directives in code: alignment that keeps to bundles, bytes that are instructions. */
#include "rewrite.h"

enum { BUNDLE_SHIFT = 5 };

static bool one_of(struct str word, const char *const *names)
{
	for (; *names; names++)
		if (str_is(word, *names))
			return true;
	return false;
}

/* The power of two that an alignment directive asks for, or -1. */
static int alignment(struct str word, struct str args)
{
	static const char *const powers[] = {".p2align", ".p2alignw", ".p2alignl", NULL};
	static const char *const bytes[] = {".align", ".balign", ".balignw", ".balignl", NULL};
	int64_t value;
	int shift = 0;

	if ((!one_of(word, powers) && !one_of(word, bytes)) || !str_number(str_field(args, 0), &value) || value < 0)
		return -1;
	if (one_of(word, powers))
		return value > 31 ? -1 : (int)value;
	while (shift < 31 && (int64_t)1 << shift < value)
		shift++;
	return shift;
}

/*
 * The filling must not hold a nop that crosses a bundle, and within a bundle
 * any does not; so first to the bundle's end, then by pairs of single bytes.
 */
static bool rewrite_alignment(struct rewriter *r, int shift)
{
	if (shift < BUNDLE_SHIFT)
		return false;
	if (!r->after_target || shift > BUNDLE_SHIFT)
		out_format(&r->out, "\t.p2align\t%d\n", BUNDLE_SHIFT);
	if (shift > BUNDLE_SHIFT)
		out_format(&r->out, "\t.p2alignl\t%d, 0x90909090\n", shift);
	return true;
}

static bool is_data(struct str word)
{
	static const char *const names[] = {".byte", ".2byte", ".4byte", ".8byte", ".short", ".hword", ".value", ".word", ".int",
		".long", ".quad", ".octa", ".float", ".single", ".double", ".ascii", ".asciz", ".string", ".string8", ".uleb128",
		".sleb128", ".zero", ".skip", ".space", ".fill", ".incbin", ".dc.b", ".dc.w", ".dc.l", ".org", NULL};

	return one_of(word, names);
}

/* Instructions that people write as bytes for old assemblers. */
static const struct {
	const char *bytes, *text;
} known_bytes[] = {
	{"f3c3", "ret"},
	{"f390", "pause"},
	{"0f01d0", "xgetbv"},
	{"0fa2", "cpuid"},
	{"0f31", "rdtsc"},
	{"0f01f9", "rdtscp"},
	{"0f05", "syscall"},
	{"0f0b", "ud2"},
	{"f30f1efa", "endbr64"},
	{"0fc7f0", "rdrand %eax"},
	{"480fc7f0", "rdrand %rax"},
	{"480fc7f2", "rdrand %rdx"},
	{"480fc7f8", "rdseed %rax"},
	{"480fc7fa", "rdseed %rdx"},
	{"66", ""}, /* prefixes of the thread-local sequences */
	{"6666", ""},
	{"666648", ""},
	{"48", ""},
	{"90", "nop"},
	{"f4", "hlt"},
	{"cc", "hlt"},
};

static int bytes_of(struct str word)
{
	static const char *const two[] = {".2byte", ".value", ".short", ".hword", ".word", NULL};

	return str_is(word, ".byte") ? 1 : one_of(word, two) ? 2 : 0;
}

/* The bytes of this directive in hexadecimal; false if they are not known. */
static bool hexadecimal(struct str word, struct str args, char *hex, size_t room)
{
	static const char digits[] = "0123456789abcdef";
	int size = bytes_of(word);
	size_t used = 0;
	int64_t value;

	for (int k = 0;; k++) {
		struct str f = str_field(args, k);

		if (!f.n)
			break;
		if (!size || !str_number(f, &value) || used + 4 >= room)
			return false;
		for (int b = 0; b < size; b++) {
			hex[used++] = digits[value >> (8 * b + 4) & 15];
			hex[used++] = digits[value >> 8 * b & 15];
		}
	}
	hex[used] = 0;
	return used > 0;
}

static bool rewrite_bytes(struct rewriter *r, struct str word, struct str args)
{
	char hex[64];

	if (!hexadecimal(word, args, hex, sizeof hex))
		return false;
	for (size_t k = 0; k < sizeof known_bytes / sizeof *known_bytes; k++)
		if (!strcmp(hex, known_bytes[k].bytes)) {
			const char *text = known_bytes[k].text;

			if (*text)
				rewrite_text(r, (struct str){text, strlen(text)});
			return true;
		}
	return false;
}

bool rewrite_directive(struct rewriter *r, const struct statement *st)
{
	static const char *const modes[] = {".code16", ".code16gcc", ".code32", NULL};
	struct str args = st->text, word = str_word(&args);
	int shift;

	if (str_is(word, ".type") && str_find(args, "gnu_indirect_function") != SIZE_MAX) {
		refuse(r, "a static program without a dynamic linker can not have indirect functions (ifunc)");
		return true;
	}
	if (!st->code)
		return false;
	if (one_of(word, modes)) {
		refuse(r, "R02: the sandbox has 64-bit code only");
		return true;
	}
	if (str_begins(word, ".bundle_")) /* the rewriter's own */
		return true;
	if ((shift = alignment(word, args)) >= 0)
		return rewrite_alignment(r, shift);
	if (!is_data(word))
		return false;
	if (!rewrite_bytes(r, word, args))
		refuse(r, "R02: `%S` puts bytes among instructions that are not known to be one", word);
	return true;
}
