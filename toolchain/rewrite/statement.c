/* SPDX-License-Identifier: Apache-2.0 */
/* Text → statements, with the section that each stands in. */
#include "statement.h"

#include "memory.h"
#include "out.h"
#include "section.h"

#include <stdio.h>

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
	       c == '$' || c == '@' || (unsigned char)c >= 0x80;
}

struct statement *statements_add(struct statements *all)
{
	if (all->count == all->room) {
		all->room = all->room ? all->room * 2 : 1024;
		all->items = grow(all->items, all->room, sizeof *all->items);
	}
	return &all->items[all->count++];
}

static struct statement *add(struct statements *all, const struct sections *s, int kind, struct str text, uint32_t line)
{
	struct statement *st = statements_add(all);

	*st = (struct statement){.text = text, .line = line, .kind = (uint8_t)kind, .code = s->now.code, .loaded = s->now.loaded,
		.written = all->in_assembly};
	return st;
}

/* Length of the label at the start of `s`, without the colon; 0 if there is none. */
static size_t label_length(struct str s)
{
	size_t n = 0;

	if (s.n && *s.p == '"') {
		for (n = 1; n < s.n && s.p[n] != '"'; n++)
			n += s.p[n] == '\\';
		n++;
	} else {
		while (n < s.n && name_char(s.p[n]))
			n++;
	}
	return n && n < s.n && s.p[n] == ':' ? n : 0;
}

static bool is_assignment(struct str s)
{
	size_t n = 0;

	while (n < s.n && name_char(s.p[n]))
		n++;
	while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\t'))
		n++;
	return n && n + 1 < s.n && s.p[n] == '=' && s.p[n + 1] != '=';
}

/* A prefix may stand in a statement of its own: `rep; movsb`. */
static bool is_prefix_alone(const struct statement *st)
{
	struct insn i;

	if (st->kind != ST_INSN || st->text.n > 24)
		return false;
	insn_parse(st->text, &i);
	return i.prefix && !i.mnemonic.n;
}

/* The statement before, but for line numbers. */
static struct statement *last_of(struct statements *all)
{
	size_t n = all->count;

	while (n > 0 && all->items[n - 1].kind == ST_DIRECTIVE && str_begins(all->items[n - 1].text, ".loc"))
		n--;
	return n ? &all->items[n - 1] : NULL;
}

struct str statements_keep(struct statements *all, const char *text, size_t n)
{
	struct joined *j = grow(NULL, 1, sizeof *j + n + 1);

	j->next = all->joined;
	all->joined = j;
	memcpy(j->text, text, n);
	return (struct str){j->text, n};
}

static struct str join(struct statements *all, struct str a, struct str b)
{
	struct out both = {0};
	struct str kept;

	out_format(&both, "%S %S", a, b);
	kept = statements_keep(all, both.p, both.n);
	out_free(&both);
	return kept;
}

/* `lea 0(%rip), %r14`: where the next instruction is. */
static bool is_lea_of_next(struct str text, struct insn *i)
{
	int64_t distance = 0;

	if (text.n < 3 || memcmp(text.p, "lea", 3))
		return false;
	insn_parse(text, i);
	return i->ops == 2 && i->op[0].kind == OP_MEM && i->op[0].base.number == REG_RIP &&
	       (!i->op[0].disp.n || (str_number(i->op[0].disp, &distance) && distance == 0));
}

/* Branches arrive there, so it needs a label that all passes know. */
static void add_lea_of_next(struct statements *all, const struct sections *s, const struct insn *i, uint32_t line)
{
	char text[64];
	struct str label = statements_keep(all, text, (size_t)snprintf(text, sizeof text, ".Lzvm_next%zu", all->count));
	struct out lea = {0};

	out_format(&lea, "%S\t%S(%%rip), %S", i->mnemonic, label, i->op[1].text);
	add(all, s, ST_INSN, statements_keep(all, lea.p, lea.n), line);
	add(all, s, ST_LABEL, label, line);
	out_free(&lea);
}

static void add_instruction(struct statements *all, const struct sections *s, struct str text, uint32_t line, bool tailcall)
{
	struct statement *before = last_of(all);
	struct insn i;

	if (is_lea_of_next(text, &i)) {
		add_lea_of_next(all, s, &i, line);
		return;
	}

	if (before && is_prefix_alone(before)) {
		text = join(all, before->text, text);
		before->kind = ST_NOTHING;
	}
	add(all, s, ST_INSN, text, line)->tailcall = tailcall;
}

static void split_statement(struct statements *all, struct sections *s, struct str text, uint32_t line, bool tailcall)
{
	size_t n;

	for (text = str_trim(text); (n = label_length(text)); text = str_trim(str_from(text, n + 1)))
		add(all, s, ST_LABEL, (struct str){text.p, n}, line);
	if (!text.n)
		return;
	if (*text.p == '.' || is_assignment(text)) {
		sections_directive(s, text);
		add(all, s, ST_DIRECTIVE, text, line);
	} else {
		add_instruction(all, s, text, line, tailcall);
	}
}

/* End of the statement that begins at p: a ';' or a comment, but not inside quotes. */
static const char *statement_end(const char *p, const char *end)
{
	for (; p < end; p++) {
		if (*p == '"') {
			for (p++; p < end && *p != '"'; p++)
				p += *p == '\\';
			if (p >= end)
				return end;
		} else if (*p == '\'' && p + 2 < end && p[2] == '\'') {
			p += 2; /* a character constant */
		} else if (*p == ';' || *p == '#' || (*p == '/' && p + 1 < end && (p[1] == '*' || p[1] == '/'))) {
			return p;
		}
	}
	return end;
}

/* `# 12 "file.c"` at the start of a line. */
static bool is_mark(struct str s)
{
	size_t n = 1;

	while (n < s.n && s.p[n] == ' ')
		n++;
	return n > 1 && n < s.n && s.p[n] >= '0' && s.p[n] <= '9' && memchr(s.p, '"', s.n);
}

/* What the compiler says in a comment, `#` included; true if it is a tail call. */
static bool read_comment(struct statements *all, const struct sections *s, struct str comment, bool first, uint32_t line)
{
	if (first && is_mark(comment))
		add(all, s, ST_MARK, comment, line);
	if (str_begins(comment, "# -- Begin function"))
		all->marks_tailcalls = true;
	else if (str_begins(comment, "#APP") || str_begins(comment, "#NO_APP"))
		all->in_assembly = comment.p[1] == 'A';
	return str_begins(str_trim(str_from(comment, 1)), "TAILCALL");
}

/* Skips a comment that may be several lines long. */
static const char *skip_comment(const char *p, const char *stop, uint32_t *line)
{
	for (p += 2; p + 1 < stop && (p[0] != '*' || p[1] != '/'); p++)
		*line += *p == '\n';
	return p + 2 < stop ? p + 2 : stop;
}

static const char *line_end(const char *p, const char *stop)
{
	const char *newline = memchr(p, '\n', (size_t)(stop - p));

	return newline ? newline : stop;
}

void statements_read(struct str text, struct statements *all)
{
	struct sections s;
	const char *p = text.p, *stop = text.p + text.n;

	*all = (struct statements){0};
	sections_begin(&s);
	for (uint32_t line = 1; p < stop; line++) {
		const char *end = line_end(p, stop), *first = p;

		while (p < end) {
			const char *e = statement_end(p, end);
			bool tail = false;

			if (e < end && *e == '#')
				tail = read_comment(all, &s, (struct str){e, (size_t)(end - e)}, e == first, line);
			split_statement(all, &s, (struct str){p, (size_t)(e - p)}, line, tail);
			if (e < end && *e == '/' && e[1] == '*') {
				p = skip_comment(e, stop, &line);
				end = line_end(p, stop);
			} else {
				p = e < end && *e == ';' ? e + 1 : end;
			}
		}
		p = end + 1;
	}
	sections_end(&s);
}
