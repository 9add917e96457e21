/* SPDX-License-Identifier: Apache-2.0 */
/* Text → statements, with the section that each stands in. */
#include "statement.h"

#include "memory.h"
#include "section.h"

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
	       c == '$' || c == '@' || (unsigned char)c >= 0x80;
}

static struct statement *add(struct statements *all, const struct sections *s, int kind, struct str text, uint32_t line)
{
	if (all->count == all->room) {
		all->room = all->room ? all->room * 2 : 1024;
		all->items = grow(all->items, all->room, sizeof *all->items);
	}
	all->items[all->count] = (struct statement){
		.text = text, .line = line, .kind = (uint8_t)kind, .code = s->now.code, .loaded = s->now.loaded};
	return &all->items[all->count++];
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

static struct str join(struct statements *all, struct str a, struct str b)
{
	struct joined *j = grow(NULL, 1, sizeof *j + a.n + b.n + 1);

	j->next = all->joined;
	all->joined = j;
	memcpy(j->text, a.p, a.n);
	j->text[a.n] = ' ';
	memcpy(j->text + a.n + 1, b.p, b.n);
	return (struct str){j->text, a.n + b.n + 1};
}

static void add_instruction(struct statements *all, const struct sections *s, struct str text, uint32_t line, bool tailcall)
{
	struct statement *before = last_of(all);

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
