/* SPDX-License-Identifier: Apache-2.0 */
#include "section.h"

#include "memory.h"

#include <stdlib.h>

static bool begins_any(struct str s, const char *const *names)
{
	for (; *names; names++)
		if (str_begins(s, *names))
			return true;
	return false;
}

static void remember(struct sections *s, struct str name, struct section is)
{
	for (size_t k = 0; k < s->count; k++)
		if (str_same(s->named[k].name, name)) {
			s->named[k].is = is;
			return;
		}
	/* Ordinary names are recognised anyway; -ffunction-sections makes many. */
	if (str_begins(name, ".text.") || str_begins(name, ".rodata.") || str_begins(name, ".data.") || str_begins(name, ".bss."))
		return;
	if (s->count == s->room) {
		s->room = s->room ? s->room * 2 : 16;
		s->named = grow(s->named, s->room, sizeof *s->named);
	}
	s->named[s->count++] = (struct named_section){name, is};
}

static struct section section_of(struct sections *s, struct str args)
{
	static const char *const code[] = {".text", ".init", ".fini", ".plt", NULL};
	static const char *const data[] = {".data", ".bss", ".rodata", ".init_array", ".fini_array", ".tdata", ".tbss",
		".ctors", ".dtors", ".preinit_array", ".eh_frame", ".gcc_except_table", NULL};
	struct str name = str_field(args, 0), flags = str_field(args, 1);

	if (flags.n) {
		struct section is = {memchr(flags.p, 'x', flags.n) != NULL, memchr(flags.p, 'a', flags.n) != NULL};

		remember(s, name, is);
		return is;
	}
	for (size_t k = 0; k < s->count; k++)
		if (str_same(s->named[k].name, name))
			return s->named[k].is;
	if (begins_any(name, data))
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

void sections_begin(struct sections *s)
{
	*s = (struct sections){.now = {true, true}, .previous = {true, true}};
}

void sections_end(struct sections *s)
{
	free(s->named);
	s->named = NULL;
}

bool sections_chosen(struct str text)
{
	static const char *const names[] = {".text", ".section", ".pushsection", ".popsection", ".subsection", ".previous"};
	struct str word = str_word(&text);

	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (str_is(word, names[k]))
			return true;
	return false;
}

void sections_directive(struct sections *s, struct str text)
{
	struct str args = text, word = str_word(&args);

	if (str_is(word, ".text")) {
		enter_section(s, (struct section){true, true});
	} else if (str_is(word, ".data") || str_is(word, ".bss")) {
		enter_section(s, (struct section){false, true});
	} else if (str_is(word, ".section")) {
		enter_section(s, section_of(s, args));
	} else if (str_is(word, ".pushsection")) {
		if (s->depth < SECTION_DEPTH)
			s->stack[s->depth] = s->now;
		s->depth++;
		enter_section(s, section_of(s, args));
	} else if (str_is(word, ".subsection")) {
		s->previous = s->now;
	} else if (str_is(word, ".popsection")) {
		if (s->depth > 0 && --s->depth < SECTION_DEPTH)
			s->now = s->stack[s->depth];
	} else if (str_is(word, ".previous")) {
		struct section now = s->now;

		s->now = s->previous;
		s->previous = now;
	}
}
