/* SPDX-License-Identifier: Apache-2.0 */
#include "intel.h"

static bool is_wide(struct reg r)
{
	return r.number >= 0 && r.width == 64;
}

/* movsx of a doubleword to a 64-bit register: the manuals and LLVM say movsxd. */
static bool extends_doubleword(struct str statement)
{
	struct str args = {statement.p, 0}, name, from;

	while (args.n < statement.n && !strchr(";#\n", args.p[args.n]))
		args.n++;
	args = str_trim(args);
	name = str_word(&args);
	if (name.n != 5 || str_find(name, "movsx") != 0)
		return false;
	from = str_field(args, 1);
	return is_wide(reg_parse(str_field(args, 0))) && (reg_parse(from).width == 32 || str_find(from, "dword ptr") == 0);
}

/* `offset flat:x` is the address of x; LLVM has one address space and no word for it. */
static void write_statement(struct out *o, struct str s)
{
	static const char flat[] = "offset flat:";
	size_t n;

	if (extends_doubleword(s)) {
		n = str_find(s, "movsx") + 5;
		out_format(o, "%Sd", (struct str){s.p, n});
		s = str_from(s, n);
	}
	while ((n = str_find(s, flat)) != SIZE_MAX) {
		out_format(o, "%Soffset ", (struct str){s.p, n});
		s = str_from(s, n + sizeof flat - 1);
	}
	out_str(o, s);
}

/* Statements end at a line's end or a semicolon, strings excepted. */
static size_t statement_length(struct str s)
{
	bool quoted = false;
	size_t n = 0;

	for (; n < s.n && s.p[n] != '\n'; n++) {
		if (s.p[n] == '\\' && n + 1 < s.n && s.p[n + 1] != '\n')
			n++;
		else if (s.p[n] == '"')
			quoted = !quoted;
		else if (s.p[n] == ';' && !quoted)
			break;
	}
	return n < s.n ? n + 1 : n;
}

void intel_dialect(struct out *text)
{
	struct str rest = {text->p, text->n};
	struct out written = {0};
	bool intel = false;

	if (str_find(rest, ".intel_syntax") == SIZE_MAX)
		return;
	while (rest.n) {
		struct str statement = {rest.p, statement_length(rest)}, word = str_trim(statement);

		if (str_begins(word, ".intel_syntax"))
			intel = true;
		else if (str_begins(word, ".att_syntax"))
			intel = false;
		if (intel)
			write_statement(&written, statement);
		else
			out_str(&written, statement);
		rest = str_from(rest, statement.n);
	}
	out_free(text);
	*text = written;
}
