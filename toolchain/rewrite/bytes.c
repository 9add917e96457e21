/* SPDX-License-Identifier: Apache-2.0 */
#include "bytes.h"

enum { CODE_BYTES_MAX = 48, NOPS_MAX = 4096 };

static bool one_of(struct str word, const char *const *names)
{
	for (; *names; names++)
		if (str_is(word, *names))
			return true;
	return false;
}

int bytes_alignment(struct str word, struct str args)
{
	static const char *const powers[] = {".p2align", ".p2alignw", ".p2alignl", NULL};
	static const char *const bytes[] = {".align", ".balign", ".balignw", ".balignl", NULL};
	bool is_power = one_of(word, powers);
	int64_t value;
	int shift = 0;

	if ((!is_power && !one_of(word, bytes)) || !str_number(str_field(args, 0), &value) || value < 0)
		return -1;
	if (is_power)
		return value > 31 ? -1 : (int)value;
	while (shift < 31 && (int64_t)1 << shift < value)
		shift++;
	return shift;
}

static bool is_data(struct str word)
{
	static const char *const names[] = {".byte", ".2byte", ".4byte", ".8byte", ".short", ".hword", ".value", ".word", ".int",
		".long", ".quad", ".octa", ".float", ".single", ".double", ".tfloat", ".ascii", ".asciz", ".string", ".string8",
		".string16", ".string32", ".uleb128", ".sleb128", ".zero", ".skip", ".space", ".fill", ".incbin", ".dc.b", ".dc.w",
		".dc.l", ".dc.a", ".dc.d", ".dc.s", ".dcb.b", ".dcb.w", ".dcb.l", ".ds.b", ".ds.w", ".ds.l", ".org", ".nops", NULL};

	return one_of(word, names);
}

/* ---- instructions written as bytes -------------------------------------- */

static const struct {
	const char *bytes, *text;
} known[] = {
	{"f30f1efa", "endbr64"},
	{"480fc7f0", "rdrand %rax"}, {"480fc7f1", "rdrand %rcx"}, {"480fc7f2", "rdrand %rdx"}, {"480fc7f3", "rdrand %rbx"},
	{"480fc7f8", "rdseed %rax"}, {"480fc7f9", "rdseed %rcx"}, {"480fc7fa", "rdseed %rdx"}, {"480fc7fb", "rdseed %rbx"},
	{"0fc7f0", "rdrand %eax"}, {"0fc7f1", "rdrand %ecx"}, {"0fc7f2", "rdrand %edx"}, {"0fc7f3", "rdrand %ebx"},
	{"0fc7f8", "rdseed %eax"}, {"0fc7f9", "rdseed %ecx"}, {"0fc7fa", "rdseed %edx"}, {"0fc7fb", "rdseed %ebx"},
	{"0f01d0", "xgetbv"}, {"0f01f9", "rdtscp"}, {"0f01ca", "clac"}, {"0f01cb", "stac"},
	{"0faee8", "lfence"}, {"0faef0", "mfence"}, {"0faef8", "sfence"},
	{"f3c3", "ret"}, {"f390", "pause"}, {"6690", "nop"}, {"0fa2", "cpuid"}, {"0f31", "rdtsc"}, {"0f05", "syscall"},
	{"0f0b", "ud2"}, {"cd03", "hlt"},
	/* prefixes in the sequences of thread-local storage */
	{"666648", ""}, {"6666", ""}, {"66", ""}, {"48", ""},
	{"c3", "ret"}, {"90", "nop"}, {"f4", "hlt"}, {"cc", "hlt"},
};

static int size_of(struct str word)
{
	static const char *const two[] = {".2byte", ".value", ".short", ".hword", ".word", NULL};
	static const char *const four[] = {".4byte", ".long", ".int", NULL};

	return str_is(word, ".byte") ? 1 : one_of(word, two) ? 2 : one_of(word, four) ? 4 : str_is(word, ".quad") || str_is(word, ".8byte") ? 8 : 0;
}

/* Appends the bytes of a directive in hexadecimal; false if they are not plain. */
static bool append_hex(struct str text, char *hex, size_t room, size_t *used)
{
	static const char digits[] = "0123456789abcdef";
	struct str args = text, word = str_word(&args), f;
	int size = size_of(word);
	int64_t value;

	for (int k = 0; (f = str_field(args, k)).n; k++) {
		if (!size || !str_number(f, &value) || *used + 2 * (size_t)size > room)
			return false;
		for (int b = 0; b < size; b++) {
			hex[(*used)++] = digits[value >> (8 * b + 4) & 15];
			hex[(*used)++] = digits[value >> 8 * b & 15];
		}
	}
	return *used > 0;
}

/* What debug information adds anywhere, also between a label and its data. */
static bool is_line(const struct statement *st)
{
	return st->kind == ST_DIRECTIVE && (str_begins(st->text, ".loc") || str_begins(st->text, ".file") || str_begins(st->text, ".cfi_"));
}

bool bytes_are_data(const struct statement *st)
{
	struct str args = st->text, word = str_word(&args);

	return st->kind == ST_DIRECTIVE && is_data(word);
}

/* `.skip 5, 0x90` and the like: room, not data. */
static bool is_room(struct str text, int64_t *count)
{
	struct str args = text, word = str_word(&args);
	static const char *const skips[] = {".skip", ".space", ".nops", NULL};
	int64_t value = 0x90, size = 1;
	bool filled = str_is(word, ".nops");

	if (one_of(word, skips))
		filled = filled || str_number(str_field(args, 1), &value);
	else if (str_is(word, ".fill"))
		filled = str_number(str_field(args, 1), &size) && str_number(str_field(args, 2), &value);
	return filled && size == 1 && (value == 0x90 || value == 0xCC) && str_number(str_field(args, 0), count) && *count >= 0 &&
	       *count <= NOPS_MAX;
}

bool bytes_collect(const struct statements *all, size_t n, char *hex, size_t room, size_t *used, size_t *end)
{
	bool plain = true;
	int64_t count;

	*used = 0;
	for (*end = n; n < all->count; n++) {
		const struct statement *st = &all->items[n];

		if (is_line(st) || st->kind == ST_NOTHING)
			continue;
		if (!bytes_are_data(st) || is_room(st->text, &count))
			break;
		plain = plain && append_hex(st->text, hex, room, used);
		*end = n + 1;
	}
	return plain && *used;
}

/* The known instruction at the start, or NULL. */
static const char *match(const char *hex, size_t n, size_t *length)
{
	for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
		*length = strlen(known[k].bytes);
		if (*length <= n && !memcmp(hex, known[k].bytes, *length))
			return known[k].text;
	}
	return NULL;
}

bool bytes_known(const char *hex, size_t n)
{
	size_t length;

	for (; n; hex += length, n -= length)
		if (!match(hex, n, &length))
			return false;
	return true;
}

/* ---- what stands where --------------------------------------------------- */

enum substance { INSTRUCTIONS, DATA, OTHER };

bool bytes_ends_flow(struct str instruction)
{
	static const char *const ends[] = {"jmp", "ret", "rep ret", "repz ret", "ud2", "hlt", "call\tabort", "notrack jmp", NULL};

	for (const char *const *e = ends; *e; e++)
		if (str_begins(instruction, *e))
			return true;
	return false;
}

/* Whether control may come from the statement before. */
static bool falls_into(const struct rewriter *r, size_t n)
{
	while (n-- > 0) {
		const struct statement *st = &r->all.items[n];

		if (!st->code || bytes_are_data(st))
			return false;
		if (st->kind == ST_INSN)
			return !bytes_ends_flow(st->text);
	}
	return false;
}

static bool is_frame(struct str text)
{
	return str_begins(text, ".cfi_");
}

/* The end of a function: labels before it belong to the code, even if constants come next. */
static bool ends_function(struct str word, struct str args)
{
	return str_is(word, ".cfi_endproc") || (str_is(word, ".size") && str_begins(str_field(args, 1), ".-"));
}

/* What the labels and directives from statement n on belong to. */
static enum substance substance(const struct rewriter *r, size_t n)
{
	static const char *const attributes[] = {".type", ".size", ".globl", ".global", ".hidden", ".local", ".weak", ".protected",
		".internal", NULL};
	char hex[2 * CODE_BYTES_MAX];

	for (; n < r->all.count; n++) {
		const struct statement *st = &r->all.items[n];
		struct str args = st->text, word = str_word(&args);
		size_t used, end;
		int64_t count;

		if (st->kind == ST_INSN || (st->kind == ST_DIRECTIVE && ends_function(word, args)))
			return INSTRUCTIONS;
		if (st->kind != ST_DIRECTIVE || is_line(st) || bytes_alignment(word, args) >= 0 || one_of(word, attributes))
			continue;
		if (!is_data(word))
			return OTHER;
		if (is_room(st->text, &count) || (bytes_collect(&r->all, n, hex, sizeof hex, &used, &end) && bytes_known(hex, used) && (used > 2 || falls_into(r, n))))
			return INSTRUCTIONS;
		return DATA;
	}
	return OTHER;
}

static void enter(struct rewriter *r)
{
	out_format(&r->out, "\t.pushsection\t.rodata,\"a\",@progbits\n");
	r->in_data = true;
}

static void leave(struct rewriter *r)
{
	out_format(&r->out, "\t.popsection\n");
	r->in_data = false;
}

static bool chooses_section(struct str word)
{
	static const char *const names[] = {".text", ".data", ".bss", ".section", ".pushsection", ".popsection", ".previous",
		".subsection", NULL};

	return one_of(word, names);
}

void bytes_place(struct rewriter *r)
{
	const struct statement *st = &r->all.items[r->at];
	struct str args = st->text, word = str_word(&args);

	if (st->code && st->kind == ST_DIRECTIVE && str_is(word, ".org") && substance(r, r->at + 1) == INSTRUCTIONS)
		refuse(r, "R05: `.org` fixes distances within code, which bundles change; jump through a table of labels");
	if (st->kind == ST_DIRECTIVE && chooses_section(word)) {
		r->aligned = false;
		if (r->in_data)
			leave(r);
	} else if (st->kind == ST_LABEL || (st->kind == ST_DIRECTIVE && (is_data(word) || bytes_alignment(word, args) >= 0))) {
		bool data = st->code && substance(r, r->at) == DATA && !falls_into(r, r->at);

		if (data && !r->in_data)
			enter(r);
		else if (!data && r->in_data)
			leave(r);
	} else if (r->in_data && (st->kind == ST_INSN || (st->kind == ST_DIRECTIVE && is_frame(st->text)))) {
		/* Unwind information measures the code's section. */
		leave(r);
	}
}

bool bytes_rewrite(struct rewriter *r)
{
	const struct statement *st = &r->all.items[r->at];
	char hex[2 * CODE_BYTES_MAX];
	const char *text;
	size_t used, end, length;
	int64_t count;

	if (!bytes_are_data(st) || r->in_data)
		return false;
	if (is_room(st->text, &count)) {
		while (count-- > 0)
			put(r, "nop");
		return true;
	}
	if (!bytes_collect(&r->all, r->at, hex, sizeof hex, &used, &end) || !bytes_known(hex, used)) {
		if (r->traps)
			put(r, "ud2");
		else
			refuse(r, "R02: control would run into bytes that are not known to be instructions; write them as mnemonics");
		r->at = end - 1;
		return true;
	}
	for (size_t k = 0; k < used; k += length) {
		text = match(hex + k, used - k, &length);
		if (*text)
			rewrite_text(r, (struct str){text, strlen(text)});
	}
	r->at = end - 1;
	return true;
}
