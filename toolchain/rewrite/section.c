/* SPDX-License-Identifier: Apache-2.0 */
#include "section.h"

static bool begins_any(struct str s, const char *const *names)
{
	for (; *names; names++)
		if (str_begins(s, *names))
			return true;
	return false;
}

static struct section section_of(struct str args)
{
	static const char *const code[] = {".text", ".init", ".fini", ".plt", NULL};
	static const char *const data[] = {".data", ".bss", ".rodata", ".init_array", ".fini_array", ".tdata", ".tbss",
		".ctors", ".dtors", ".preinit_array", ".eh_frame", ".gcc_except_table", NULL};
	struct str name = str_field(args, 0), flags = str_field(args, 1);

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

void sections_begin(struct sections *s)
{
	*s = (struct sections){.now = {true, true}, .previous = {true, true}};
}

void sections_directive(struct sections *s, struct str text)
{
	struct str args = text, word = str_word(&args);

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
