/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wordexp without a shell: quoting, tilde, variables (with :- := :? :+ % %% # ##
 * and ${#name}), arithmetic, splitting by IFS, pathnames.  Commands can not be
 * substituted (WRDE_CMDSUB).
 */
#define _GNU_SOURCE
#include "arithmetic.h"

#include <fnmatch.h>
#include <glob.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wordexp.h>

struct expansion {
	char **words;
	size_t count, room;
	char *field; /* as a pattern of glob: what is quoted has a backslash before it */
	size_t size, space;
	bool begun;   /* there is a field, be it empty */
	bool pattern; /* it has a *, ? or [ that is not quoted */
	bool whole;   /* the text is one field, blanks and all */
	int flags, error;
};

static void fail(struct expansion *e, int error)
{
	if (!e->error)
		e->error = error;
}

static void add_word(struct expansion *e, char *word)
{
	if (word && e->count + 1 >= e->room) {
		size_t room = e->room ? 2 * e->room : 8;
		char **larger = realloc(e->words, room * sizeof *larger);
		if (larger) {
			e->words = larger;
			e->room = room;
		} else {
			free(word);
			word = NULL;
		}
	}
	if (!word)
		fail(e, WRDE_NOSPACE);
	else
		e->words[e->count++] = word;
}

static void put_raw(struct expansion *e, char c)
{
	if (e->size + 1 >= e->space) {
		size_t space = e->space ? 2 * e->space : 64;
		char *larger = realloc(e->field, space);
		if (!larger) {
			fail(e, WRDE_NOSPACE);
			return;
		}
		e->field = larger;
		e->space = space;
	}
	e->field[e->size++] = c;
}

static void put(struct expansion *e, char c, bool quoted)
{
	if (!quoted && strchr("*?[", c))
		e->pattern = true;
	else if (quoted ? strchr("*?[]\\", c) != NULL : c == '\\')
		put_raw(e, '\\');
	put_raw(e, c);
	e->begun = true;
}

static void remove_quotes(char *s)
{
	char *to = s;
	while (*s) {
		if (*s == '\\')
			s++;
		*to++ = *s++;
	}
	*to = 0;
}

static void end_field(struct expansion *e)
{
	glob_t found;
	if (!e->begun || e->error)
		return;
	put_raw(e, 0);
	if (e->error)
		return;
	int result = e->pattern ? glob(e->field, 0, NULL, &found) : GLOB_NOMATCH;
	if (result == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			add_word(e, strdup(found.gl_pathv[i]));
		globfree(&found);
	} else if (result == GLOB_NOSPACE) {
		fail(e, WRDE_NOSPACE);
	} else {
		remove_quotes(e->field);
		add_word(e, strdup(e->field));
	}
	e->size = 0;
	e->begun = e->pattern = false;
}

static void put_value(struct expansion *e, const char *value, bool quoted)
{
	const char *separators = getenv("IFS");
	bool word_ended = false;
	if (!separators)
		separators = " \t\n";
	for (; *value; value++) {
		if (quoted || e->whole || !strchr(separators, *value)) {
			put(e, *value, quoted);
			word_ended = false;
			continue;
		}
		/* Blanks separate together; each other character by itself. */
		if (!strchr(" \t\n", *value)) {
			e->begun |= !word_ended;
			word_ended = false;
		} else if (e->begun) {
			word_ended = true;
		}
		end_field(e);
	}
}

static bool is_name(char c, bool first)
{
	return c == '_' || (unsigned)(c | 32) - 'a' < 26 || (!first && (unsigned)c - '0' < 10);
}

static const char *parse(struct expansion *e, const char *s, bool in_braces, bool quoted, bool use);

/* The value of a variable, or of one of the shell's parameters as in a new shell; NULL: not set. */
static const char *value_of(const char *name, size_t length, char number[16])
{
	char text[256];
	if (length == 1 && !is_name(*name, true)) {
		long n = *name == '$' ? getpid() : 0;
		size_t at = 15;
		if (!strchr("$?#", *name))
			return *name == '0' ? "sh" : NULL;
		number[at] = 0;
		do
			number[--at] = (char)('0' + n % 10);
		while (n /= 10);
		return number + at;
	}
	if (length >= sizeof text)
		return NULL;
	memcpy(text, name, length);
	text[length] = 0;
	return getenv(text);
}

static void put_number(struct expansion *e, long n, bool quoted)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%ld", n);
	put_value(e, digits, quoted);
}

/* The end of an expansion of its own, whose error is that of the whole. */
static void join_error(struct expansion *e, struct expansion *part)
{
	if (part->error)
		fail(e, part->error);
	free(part->field);
}

/*
 * Where the shortest or longest beginning (or end) of the value that matches the
 * pattern ends (or begins); where none does, the value stays whole.
 */
static size_t cut(char *value, const char *pattern, bool end, bool longest)
{
	size_t size = strlen(value);
	for (size_t i = 0; i <= size; i++) {
		size_t at = end == longest ? i : size - i;
		char kept = value[at];
		if (!end)
			value[at] = 0;
		bool matches = fnmatch(pattern, end ? value + at : value, 0) == 0;
		value[at] = kept;
		if (matches)
			return at;
	}
	return end ? size : 0;
}

/* ${name%pattern}, ${name##pattern}...: s is at the operator. */
static const char *without_pattern(struct expansion *e, const char *s, const char *value, bool quoted, bool use)
{
	struct expansion pattern = { .flags = e->flags, .whole = true };
	bool end = *s == '%', longest = s[1] == *s;
	s = parse(&pattern, s + 1 + longest, true, false, use);
	put_raw(&pattern, 0);
	char *copy = use && value && !pattern.error ? strdup(value) : NULL;
	if (copy) {
		size_t at = cut(copy, pattern.field, end, longest);
		if (end)
			copy[at] = 0;
		put_value(e, end ? copy : copy + at, quoted);
		free(copy);
	} else if (use && value) {
		fail(e, pattern.error ? pattern.error : WRDE_NOSPACE);
	}
	join_error(e, &pattern);
	return s;
}

/* $((expression)): s is behind the second parenthesis. */
static const char *arithmetic(struct expansion *e, const char *s, bool quoted, bool use)
{
	struct expansion text = { .flags = e->flags, .whole = true };
	const char *end = s;
	int depth = 0;
	while (*end && (*end != ')' || depth)) {
		depth += *end == '(' ? 1 : *end == ')' ? -1 : 0;
		end++;
	}
	if (end[0] != ')' || end[1] != ')') {
		/* $((a) b) is a command. */
		fail(e, *end && strchr(end + 1, ')') ? WRDE_CMDSUB : WRDE_SYNTAX);
		return end;
	}
	char *inner = strndup(s, (size_t)(end - s));
	if (inner) {
		long value = 0;
		parse(&text, inner, false, true, use);
		put_raw(&text, 0);
		if (use && !text.error) {
			remove_quotes(text.field);
			text.error = __wordexp_arithmetic(text.field, &value);
		}
		if (use && !text.error)
			put_number(e, value, quoted);
		free(inner);
	} else {
		fail(e, WRDE_NOSPACE);
	}
	join_error(e, &text);
	return end + 2;
}

/* ${name...}: s is behind the brace. */
static const char *braces(struct expansion *e, const char *s, bool quoted, bool use)
{
	bool length = *s == '#' && s[1] != '}', colon, missing, alternative;
	const char *name = s += length, *value;
	char number[16];
	if (is_name(*s, true)) {
		while (is_name(*s, false))
			s++;
	} else if (*s && strchr("$?#@*0123456789", *s)) {
		s++;
	} else {
		fail(e, WRDE_SYNTAX);
		return s;
	}
	value = value_of(name, (size_t)(s - name), number);
	if (*s == '}') {
		if (use && !value && e->flags & WRDE_UNDEF)
			fail(e, WRDE_BADVAL);
		if (use && length)
			put_number(e, value ? (long)strlen(value) : 0, quoted);
		else if (use && value)
			put_value(e, value, quoted);
		return s + 1;
	}
	if (!length && (*s == '%' || *s == '#')) {
		if (use && !value && e->flags & WRDE_UNDEF)
			fail(e, WRDE_BADVAL);
		return without_pattern(e, s, value, quoted, use);
	}
	size_t name_size = (size_t)(s - name);
	colon = *s == ':';
	s += colon;
	char operator = *s;
	if (length || !operator || !strchr("-=?+", operator)) {
		fail(e, WRDE_SYNTAX);
		return s;
	}
	missing = !value || (colon && !*value);
	alternative = operator == '+' ? !missing : missing;
	if (use && !alternative && operator != '+')
		put_value(e, value, quoted);
	if (use && alternative && operator == '?')
		fail(e, WRDE_BADVAL);
	size_t before = e->size;
	s = parse(e, s + 1, true, quoted, use && alternative);
	/* What was assigned stays in the shell, which ends here; later uses in this text see it. */
	if (use && alternative && operator == '=' && !e->error && is_name(*name, true)) {
		char *text = strndup(name, name_size), *given = strndup(e->field + before, e->size - before);
		if (text && given) {
			remove_quotes(given);
			setenv(text, given, 1);
		} else {
			fail(e, WRDE_NOSPACE);
		}
		free(text);
		free(given);
	}
	return s;
}

/* s is behind the dollar. */
static const char *dollar(struct expansion *e, const char *s, bool quoted, bool use)
{
	const char *name = s, *value;
	char number[16];
	if (*s == '(' && s[1] == '(')
		return arithmetic(e, s + 2, quoted, use);
	if (*s == '(') {
		fail(e, WRDE_CMDSUB);
		return s;
	}
	if (*s == '{')
		return braces(e, s + 1, quoted, use);
	if (is_name(*s, true)) {
		while (is_name(*s, false))
			s++;
	} else if (*s && strchr("$?#@*0123456789", *s)) {
		s++;
	} else {
		if (use)
			put(e, '$', true);
		return s;
	}
	value = value_of(name, (size_t)(s - name), number);
	if (use && !value && e->flags & WRDE_UNDEF)
		fail(e, WRDE_BADVAL);
	if (use && value)
		put_value(e, value, quoted);
	return s;
}

static const char *tilde(struct expansion *e, const char *s)
{
	size_t length = strcspn(s, "/ \t\n\"'\\$`:}");
	char name[64];
	const char *home = NULL;
	if (s[length] && !strchr("/ \t:", s[length]))
		length = sizeof name; /* a quote makes it no name */
	if (!length)
		home = getenv("HOME");
	if (!home && length < sizeof name) {
		memcpy(name, s, length);
		name[length] = 0;
		const struct passwd *p = length ? getpwnam(name) : getpwuid(getuid());
		home = p ? p->pw_dir : NULL;
	}
	if (!home) {
		put(e, '~', true);
		return s;
	}
	for (; *home; home++)
		put(e, *home, true);
	return s + length;
}

static const char *single_quotes(struct expansion *e, const char *s, bool use)
{
	e->begun |= use;
	for (; *s && *s != '\''; s++)
		if (use)
			put(e, *s, true);
	if (!*s)
		fail(e, WRDE_SYNTAX);
	return *s ? s + 1 : s;
}

/*
 * Up to the end of the text, or behind the brace that ends a word in braces;
 * `quoted`: it begins within double quotes.  Without `use` it is only read.
 */
static const char *parse(struct expansion *e, const char *s, bool in_braces, bool quoted, bool use)
{
	const bool outside = quoted;
	while (*s && !e->error) {
		char c = *s++;
		if (c == '}' && in_braces && quoted == outside)
			return s;
		if (c == '\\') {
			bool keeps = quoted && *s && !strchr("$`\"\\\n}", *s);
			if (!*s)
				fail(e, WRDE_SYNTAX);
			if (use && keeps)
				put(e, '\\', true);
			if (use && *s != '\n')
				put(e, *s, true);
			s += *s != 0;
		} else if (c == '"') {
			quoted = !quoted;
			e->begun |= use;
		} else if (c == '$') {
			s = dollar(e, s, quoted, use);
		} else if (c == '`') {
			fail(e, WRDE_CMDSUB);
		} else if (quoted) {
			if (use)
				put(e, c, true);
		} else if (c == '\'') {
			s = single_quotes(e, s, use);
		} else if (c == ' ' || c == '\t' || (c == '\n' && in_braces)) {
			if (use && e->whole)
				put(e, c, true);
			else if (use)
				end_field(e);
		} else if (strchr("\n|&;<>(){}", c)) {
			fail(e, WRDE_BADCHAR);
		} else if (c == '~' && use && !e->begun) {
			s = tilde(e, s);
		} else if (use) {
			put(e, c, false);
		}
	}
	if (in_braces || quoted != outside)
		fail(e, WRDE_SYNTAX);
	return s;
}

/* Puts the words behind those that *we has. */
static int give(struct expansion *e, wordexp_t *we, int flags)
{
	size_t first = flags & WRDE_DOOFFS ? we->we_offs : 0, had = flags & WRDE_APPEND ? we->we_wordc : 0;
	char **old = flags & WRDE_APPEND ? we->we_wordv : NULL;
	char **all = realloc(old, (first + had + e->count + 1) * sizeof *all);
	if (!all)
		return WRDE_NOSPACE;
	if (!had)
		memset(all, 0, first * sizeof *all);
	if (e->count)
		memcpy(all + first + had, e->words, e->count * sizeof *all);
	all[first + had + e->count] = NULL;
	we->we_wordv = all;
	we->we_wordc = had + e->count;
	e->count = 0; /* they are the caller's now */
	return 0;
}

int wordexp(const char *restrict s, wordexp_t *restrict we, int flags)
{
	struct expansion e = { .flags = flags };
	if (flags & WRDE_REUSE)
		wordfree(we);
	if ((flags & (WRDE_REUSE | WRDE_APPEND)) != WRDE_APPEND) {
		we->we_wordc = 0;
		we->we_wordv = NULL;
	}
	if (!(flags & WRDE_DOOFFS))
		we->we_offs = 0;
	parse(&e, s, false, false, true);
	end_field(&e);
	if (!e.error)
		e.error = give(&e, we, flags);
	for (size_t i = 0; i < e.count; i++)
		free(e.words[i]);
	free(e.words);
	free(e.field);
	return e.error;
}

void wordfree(wordexp_t *we)
{
	size_t first = we->we_offs;
	if (!we->we_wordv)
		return;
	for (size_t i = 0; i < we->we_wordc; i++)
		free(we->we_wordv[first + i]);
	free(we->we_wordv);
	we->we_wordv = NULL;
	we->we_wordc = 0;
}
