/* Text → statements, with the section that each stands in. */
#include "statement.h"

#include "memory.h"

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
	       c == '$' || c == '@' || (unsigned char)c >= 0x80;
}

/* ---- sections --------------------------------------------------------- */

enum { SECTION_DEPTH = 32 };

struct section {
	bool code, loaded;
};

struct sections {
	struct section now, previous, stack[SECTION_DEPTH];
	int depth;
};

static bool begins_any(struct str s, const char *const *names)
{
	for (; *names; names++)
		if (str_begins(s, *names))
			return true;
	return false;
}

/* The n-th comma-separated field of a directive's arguments, unquoted. */
static struct str field(struct str args, int n)
{
	bool quoted = false;
	size_t start = 0;

	for (size_t i = 0; i <= args.n; i++) {
		if (i < args.n && args.p[i] == '"')
			quoted = !quoted;
		if (i < args.n && (args.p[i] != ',' || quoted))
			continue;
		if (!n--) {
			struct str f = str_trim((struct str){args.p + start, i - start});

			if (f.n >= 2 && *f.p == '"')
				f = (struct str){f.p + 1, f.n - 2};
			return f;
		}
		start = i + 1;
	}
	return (struct str){args.p, 0};
}

static struct section section_of(struct str args)
{
	static const char *const code[] = {".text", ".init", ".fini", ".plt", NULL};
	static const char *const data[] = {".data", ".bss", ".rodata", ".init_array", ".fini_array", ".tdata", ".tbss",
		".ctors", ".dtors", ".preinit_array", ".eh_frame", ".gcc_except_table", NULL};
	struct str name = field(args, 0), flags = field(args, 1);

	if (flags.n)
		return (struct section){memchr(flags.p, 'x', flags.n) != NULL, memchr(flags.p, 'a', flags.n) != NULL};
	if (begins_any(name, data) || str_is(name, ".init_array"))
		return (struct section){false, true};
	if (begins_any(name, code))
		return (struct section){true, true};
	return (struct section){false, false};
}

static void enter_section(struct sections *s, struct section next)
{
	s->previous = s->now;
	s->now = next;
}

static void section_directive(struct sections *s, struct str text)
{
	struct str args = text;
	size_t n = 0;

	while (n < text.n && text.p[n] != ' ' && text.p[n] != '\t')
		n++;
	struct str word = {text.p, n};

	args = str_trim((struct str){text.p + n, text.n - n});
	if (str_is(word, ".text")) {
		enter_section(s, (struct section){true, true});
	} else if (str_is(word, ".data") || str_is(word, ".bss")) {
		enter_section(s, (struct section){false, true});
	} else if (str_is(word, ".section")) {
		enter_section(s, section_of(args));
	} else if (str_is(word, ".pushsection")) {
		if (s->depth < SECTION_DEPTH)
			s->stack[s->depth] = s->now;
		s->depth++;
		enter_section(s, section_of(args));
	} else if (str_is(word, ".popsection")) {
		if (s->depth > 0 && --s->depth < SECTION_DEPTH)
			s->now = s->stack[s->depth];
	} else if (str_is(word, ".previous")) {
		struct section now = s->now;

		s->now = s->previous;
		s->previous = now;
	}
}

/* ---- statements ------------------------------------------------------- */

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

static void split_statement(struct statements *all, struct sections *s, struct str text, uint32_t line, bool tailcall)
{
	size_t n;

	for (text = str_trim(text); (n = label_length(text)); text = str_trim((struct str){text.p + n + 1, text.n - n - 1}))
		add(all, s, ST_LABEL, (struct str){text.p, n}, line);
	if (!text.n)
		return;
	if (*text.p == '.' || is_assignment(text)) {
		section_directive(s, text);
		add(all, s, ST_DIRECTIVE, text, line);
	} else {
		add(all, s, ST_INSN, text, line)->tailcall = tailcall;
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

static bool says_tailcall(const char *p, const char *end)
{
	for (; p + 8 <= end; p++)
		if (!memcmp(p, "TAILCALL", 8))
			return true;
	return false;
}

void statements_read(struct str text, struct statements *all)
{
	struct sections s = {.now = {true, true}, .previous = {true, true}};
	const char *p = text.p, *stop = text.p + text.n;

	for (uint32_t line = 1; p < stop; line++) {
		const char *newline = memchr(p, '\n', (size_t)(stop - p));
		const char *end = newline ? newline : stop;
		const char *first = p;

		while (p < end) {
			const char *e = statement_end(p, end);
			bool tail = e < end && *e == '#' && says_tailcall(e, end);

			split_statement(all, &s, (struct str){p, (size_t)(e - p)}, line, tail);
			if (e < end && *e == '/' && e[1] == '*') {
				const char *close = e + 2;

				while (close + 1 < stop && (close[0] != '*' || close[1] != '/')) {
					line += *close == '\n';
					close++;
				}
				p = close + 2 < stop ? close + 2 : stop;
				newline = memchr(p, '\n', (size_t)(stop - p));
				end = newline ? newline : stop;
				continue;
			}
			if (e < end && *e != ';') {
				/* `# 12 "file.c"` names the source of what follows. */
				if (*e == '#' && e == first)
					add(all, &s, ST_TEXT, (struct str){e, (size_t)(end - e)}, line);
				break;
			}
			p = e + 1;
		}
		p = end + 1;
	}
}
