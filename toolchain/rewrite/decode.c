/* SPDX-License-Identifier: Apache-2.0 */
#include "decode.h"

#include "bytes.h"
#include "memory.h"
#include "statement.h"
#include "symbols.h"
#include "tool.h"

#include <stdlib.h>

/*
 * The disassembler reads a line of brackets as a whole.  Behind each run of bytes
 * comes a nop that nobody writes, with the run's number in its address.
 */
enum { RUN_BYTES_MAX = 4096, MARK = 0x5a000000, LINES_PER_RUN = 2 };

struct run {
	size_t first, end;       /* statements */
	struct str text;         /* what the disassembler says */
	bool failed;
};

struct runs {
	struct run *items;
	size_t count, room;
	struct out input;
};

/* ---- finding them ------------------------------------------------------- */

static void add_run(struct runs *runs, size_t first, size_t end, const char *hex, size_t digits)
{
	unsigned mark = MARK + (unsigned)runs->count;

	if (runs->count == runs->room) {
		runs->room = runs->room ? runs->room * 2 : 64;
		runs->items = grow(runs->items, runs->room, sizeof *runs->items);
	}
	runs->items[runs->count++] = (struct run){.first = first, .end = end};
	out_text(&runs->input, "[", 1);
	for (size_t k = 0; k < digits; k += 2)
		out_format(&runs->input, "0x%S ", (struct str){hex + k, 2});
	out_format(&runs->input, "]\n[0x0f 0x1f 0x80 %u %u %u %u]\n", mark & 255, mark >> 8 & 255, mark >> 16 & 255, mark >> 24);
}

/* Branches and calls arrive at code; only addresses are taken of data. */
static bool is_code_label(const struct symbols *symbols, struct str name)
{
	const struct symbol *s = symbol_find(symbols, name);

	return s && (s->branched || s->function || (*name.p >= '0' && *name.p <= '9'));
}

static bool ends_flow(const char *hex, size_t n)
{
	return (n >= 2 && !memcmp(hex + n - 2, "c3", 2)) || (n >= 4 && !memcmp(hex + n - 4, "0f0b", 4));
}

static void find_runs(const struct statements *all, const struct symbols *symbols, struct runs *runs)
{
	static char hex[2 * RUN_BYTES_MAX];
	bool reached = false;

	for (size_t n = 0; n < all->count; n++) {
		const struct statement *st = &all->items[n];
		size_t used, end;
		bool plain;

		if (!st->code)
			reached = false;
		else if (st->kind == ST_LABEL)
			reached |= is_code_label(symbols, st->text);
		else if (st->kind == ST_INSN)
			reached = !bytes_ends_flow(st->text);
		if (!st->code || !bytes_are_data(st))
			continue;
		plain = bytes_collect(all, n, hex, sizeof hex, &used, &end);
		if (end == n) /* room for alignment */
			continue;
		if (reached && plain && !bytes_known(hex, used))
			add_run(runs, n, end, hex, used);
		reached = reached && plain && !ends_flow(hex, used);
		n = end - 1;
	}
}

static bool any_bytes(const struct statements *all)
{
	for (size_t n = 0; n < all->count; n++)
		if (all->items[n].code && bytes_are_data(&all->items[n]))
			return true;
	return false;
}

/* ---- asking ------------------------------------------------------------- */

static struct str next_line(struct str *text)
{
	const char *end = memchr(text->p, '\n', text->n);
	struct str line = {text->p, end ? (size_t)(end - text->p) : text->n};

	*text = str_from(*text, line.n + (end != NULL));
	if ((end = memchr(line.p, '#', line.n))) /* what a shuffle does, in a comment */
		line.n = (size_t)(end - line.p);
	return str_trim(line);
}

static bool is_mark(struct str line, size_t run)
{
	struct insn i;
	int64_t value;

	if (!str_begins(line, "nopl"))
		return false;
	insn_parse(line, &i);
	return i.ops == 1 && i.op[0].kind == OP_MEM && str_number(i.op[0].disp, &value) && value == MARK + (int64_t)run;
}

static void take_answers(struct runs *runs, struct str text)
{
	for (size_t k = 0; k < runs->count && text.n; k++) {
		struct run *run = &runs->items[k];

		run->text = (struct str){text.p, 0};
		while (text.n) {
			struct str line = next_line(&text);

			if (is_mark(line, k))
				break;
			run->text.n = (size_t)(line.p + line.n - run->text.p);
		}
	}
}

/* `<stdin>:3:2: warning: invalid instruction encoding` */
static void take_reports(struct runs *runs, FILE *reports)
{
	char line[1024];

	rewind(reports);
	while (fgets(line, sizeof line, reports)) {
		const char *colon = strchr(line, ':');
		unsigned long number = colon ? strtoul(colon + 1, NULL, 10) : 0;

		if (number && (number - 1) / LINES_PER_RUN < runs->count)
			runs->items[(number - 1) / LINES_PER_RUN].failed = true;
	}
}

static void ask(struct statements *all, struct runs *runs)
{
	static const char *const argv[] = {LLVM_MC, "--disassemble", "--triple=x86_64", "-", NULL};
	FILE *reports = tmpfile();
	struct out output = {0};
	struct str text;

	tool_run(argv, &runs->input, &output, reports);
	text = statements_keep(all, output.p, output.n);
	out_free(&output);
	take_answers(runs, text);
	if (reports) {
		take_reports(runs, reports);
		fclose(reports);
	}
}

/* ---- replacing ---------------------------------------------------------- */

/* The instructions one after the other; an empty slice at the end. */
static struct str next_instruction(struct str *text)
{
	while (text->n) {
		struct str line = next_line(text);

		if (line.n && *line.p != '.')
			return line;
	}
	return (struct str){text->p, 0};
}

static struct str last_instruction(struct str text)
{
	struct str last = {text.p, 0}, next;

	while ((next = next_instruction(&text)).n)
		last = next;
	return last;
}

/* The next statement that is more than a line number. */
static struct statement *following(const struct statements *all, size_t n)
{
	while (n < all->count && all->items[n].kind == ST_DIRECTIVE &&
	       (str_begins(all->items[n].text, ".loc") || str_begins(all->items[n].text, ".file")))
		n++;
	return n < all->count ? &all->items[n] : NULL;
}

enum tail { WHOLE, PADDING, OPEN, UNKNOWN };

/* Prefixes at the end: some are only padding, `lock` and `rep` belong to what follows. */
static enum tail tail_of(const struct run *run, const struct statements *all)
{
	struct str last = last_instruction(run->text);
	const struct statement *next = following(all, run->end);
	struct insn i;

	if (!last.n || run->failed)
		return UNKNOWN;
	insn_parse(last, &i);
	if (i.mnemonic.n)
		return WHOLE;
	if (str_begins(last, "addr32") || (last.n >= 2 && last.p[1] == 's'))
		return PADDING;
	return (i.lock || i.repeat.n) && next && next->kind == ST_INSN && next->code ? OPEN : UNKNOWN;
}

static void add_instructions(struct statements *to, const struct run *run, const struct statement *from, bool all_but_last)
{
	struct str text = run->text, line = next_instruction(&text);

	while (line.n) {
		struct str next = next_instruction(&text);

		if (next.n || !all_but_last) {
			struct statement *st = statements_add(to);

			*st = *from;
			st->kind = ST_INSN;
			st->text = line;
		}
		line = next;
	}
}

static void prefix(struct statements *all, const struct run *run)
{
	struct statement *next = following(all, run->end);
	struct str last = last_instruction(run->text);
	struct out text = {0};

	out_format(&text, "%S %S", last, next->text);
	next->text = statements_keep(all, text.p, text.n);
	out_free(&text);
}

static void replace(struct statements *all, struct runs *runs)
{
	struct statements new = *all;
	size_t k = 0;

	new.items = NULL;
	new.count = new.room = 0;
	for (size_t n = 0; n < all->count; n++) {
		struct run *run = k < runs->count && runs->items[k].first == n ? &runs->items[k++] : NULL;
		enum tail tail = run ? tail_of(run, all) : UNKNOWN;

		if (tail == UNKNOWN) {
			*statements_add(&new) = all->items[n];
			continue;
		}
		if (tail == OPEN)
			prefix(all, run);
		add_instructions(&new, run, &all->items[n], tail == OPEN);
		n = run->end - 1;
	}
	new.joined = all->joined;
	free(all->items);
	*all = new;
}

void decode_bytes(struct statements *all)
{
	struct symbols symbols;
	struct runs runs = {0};

	if (!any_bytes(all))
		return;
	symbols_collect(all, &symbols);
	symbols_branches(all, &symbols);
	find_runs(all, &symbols, &runs);
	symbols_free(&symbols);
	for (size_t n = 0; n < all->count; n++) /* symbols_collect will find them again */
		all->items[n].target = false;
	if (runs.count) {
		ask(all, &runs);
		replace(all, &runs);
	}
	out_free(&runs.input);
	free(runs.items);
}
