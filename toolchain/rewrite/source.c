/* SPDX-License-Identifier: Apache-2.0 */
#include "source.h"

#include "rewrite.h"

#include <stdio.h>

/* Decimal digits at the start. */
static uint32_t leading_number(struct str s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		n = n * 10 + (uint32_t)(s.p[i] - '0');
	return n;
}

/* The next word, without quotes if it has some. */
static struct str take_name(struct str *s)
{
	struct str name;
	size_t n = 1;

	if (!s->n || *s->p != '"')
		return str_word(s);
	while (n < s->n && s->p[n] != '"')
		n += 1 + (s->p[n] == '\\');
	name = (struct str){s->p + 1, n - 1};
	*s = str_trim(str_from(*s, n < s->n ? n + 1 : s->n));
	return name;
}

/* `.file 1 "dir" "name" md5 ...` or `.file 1 "name"` */
static bool is_file(struct str text, uint32_t number, struct source *found)
{
	struct str word = str_word(&text), first;

	if (!str_is(word, ".file") || !text.n || *text.p < '0' || *text.p > '9' || leading_number(text) != number)
		return false;
	str_word(&text);
	first = take_name(&text);
	if (text.n && *text.p == '"') {
		found->directory = first;
		first = take_name(&text);
	}
	found->file = first;
	return true;
}

static bool from_loc(const struct statements *all, struct str text, struct source *found)
{
	struct str word = str_word(&text), file;

	if (!str_is(word, ".loc"))
		return false;
	file = str_word(&text);
	found->line = leading_number(text);
	for (size_t n = 0; n < all->count; n++)
		if (all->items[n].kind == ST_DIRECTIVE && is_file(all->items[n].text, leading_number(file), found))
			return true;
	return false;
}

/* `# 12 "file.c" 1`: the line behind it is line 12. */
static bool from_mark(struct str text, uint32_t lines_later, struct source *found)
{
	struct str number;

	text = str_trim(str_from(text, 1));
	number = str_word(&text);
	found->line = leading_number(number) + lines_later - 1;
	found->file = take_name(&text);
	return found->file.n && *found->file.p != '<';
}

struct source source_of(const struct statements *all, size_t n)
{
	struct source found = {.line = all->items[n].line};

	for (size_t k = n + 1; k-- > 0;) {
		const struct statement *st = &all->items[k];

		if (st->kind == ST_DIRECTIVE && str_begins(st->text, ".loc") && from_loc(all, st->text, &found))
			return found;
		if (k < n && st->kind == ST_DIRECTIVE && str_begins(st->text, ".type"))
			break; /* another function's lines say nothing about this one */
		if (st->kind == ST_MARK) {
			if (from_mark(st->text, all->items[n].line - st->line, &found))
				return found;
			break;
		}
	}
	return (struct source){.line = all->items[n].line};
}

void refuse(struct rewriter *r, const char *format, ...)
{
	struct source s = source_of(&r->all, r->at);
	struct out o = {0};
	va_list args;

	if (s.file.n && s.directory.n && *s.file.p != '/')
		out_format(&o, "%S/", s.directory);
	if (s.file.n)
		out_str(&o, s.file);
	else
		out_format(&o, "%s", r->name);
	out_format(&o, ":%u: error: ", (unsigned)s.line);
	va_start(args, format);
	out_vformat(&o, format, args);
	va_end(args);
	out_text(&o, "\n", 1);
	fwrite(o.p, 1, o.n, stderr);
	out_free(&o);
	r->errors++;
}

void write_line_unit(struct rewriter *r, const char *name)
{
	out_format(&r->out,
	           "\t.text\n.Lzvm_text_end:\n"
	           "\t.section\t.debug_line,\"\",@progbits\n.Lzvm_lines:\n"
	           /* One entry: a unit without children, with these attributes. */
	           "\t.section\t.debug_abbrev,\"\",@progbits\n.Lzvm_abbrev:\n"
	           "\t.uleb128\t1, 0x11\n\t.byte\t0\n"
	           "\t.uleb128\t0x10, 0x17\n" /* statement list: offset */
	           "\t.uleb128\t0x11, 0x01\n" /* low address */
	           "\t.uleb128\t0x12, 0x01\n" /* high address */
	           "\t.uleb128\t0x03, 0x08\n" /* name: string */
	           "\t.uleb128\t0x13, 0x05\n" /* language: two bytes */
	           "\t.uleb128\t0, 0, 0\n"
	           "\t.section\t.debug_info,\"\",@progbits\n"
	           "\t.long\t.Lzvm_unit_end-.Lzvm_unit\n.Lzvm_unit:\n"
	           "\t.short\t4\n\t.long\t.Lzvm_abbrev\n\t.byte\t8\n"
	           "\t.uleb128\t1\n\t.long\t.Lzvm_lines\n\t.quad\t.text\n\t.quad\t.Lzvm_text_end\n"
	           "\t.asciz\t\"%s\"\n\t.short\t0x8001\n.Lzvm_unit_end:\n",
	           name);
}
