/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise.h"

#include "memory.h"
#include "tool.h"

#include <stdlib.h>

bool needs_normalising(const struct statements *all)
{
	static const char *const names[] = {".macro", ".rept", ".rep", ".irp", ".irpc", ".if", ".ifdef", ".ifndef", ".ifnotdef", ".ifeq",
		".ifne", ".ifge", ".ifgt", ".ifle", ".iflt", ".ifb", ".ifnb", ".ifc", ".ifnc", ".ifeqs", ".ifnes", ".intel_syntax",
		".altmacro", ".include", NULL};

	for (size_t n = 0; n < all->count; n++) {
		struct str args = all->items[n].text, word = str_word(&args);

		if (all->items[n].kind != ST_DIRECTIVE)
			continue;
		for (const char *const *name = names; *name; name++)
			if (str_is(word, *name))
				return true;
	}
	return false;
}

static bool has_lines(const struct statements *all)
{
	for (size_t n = 0; n < all->count; n++)
		if (all->items[n].kind == ST_DIRECTIVE && (str_begins(all->items[n].text, ".loc ") || str_begins(all->items[n].text, ".loc\t")))
			return true;
	return false;
}

/* The debug sections that the assembler made for the lines end the text. */
static void cut_debug_sections(struct out *text)
{
	static const char begin[] = "\n\t.section\t.debug_info";

	for (size_t k = 0; k + sizeof begin <= text->n; k++)
		if (text->p[k] == '\n' && !memcmp(text->p + k, begin, sizeof begin - 1)) {
			text->n = k + 1;
			return;
		}
}

bool normalise(struct normaliser *n, const struct statements *all, struct out *text)
{
	const char **argv = grow(NULL, n->count + 8, sizeof *argv);
	struct out input = {0};
	size_t k = 0;
	int status;

	n->made_lines = !has_lines(all);
	argv[k++] = LLVM_MC;
	argv[k++] = "--triple=x86_64-zvm-linux-musl";
	argv[k++] = "--filetype=asm";
	if (n->made_lines)
		argv[k++] = "-g";
	for (size_t a = 0; a < n->count; a++)
		argv[k++] = n->arguments[a];
	argv[k++] = "-";
	argv[k] = NULL;
	/* With a mark of the source's name. */
	out_format(&input, "# 1 \"%s\"\n", n->name);
	out_text(&input, text->p, text->n);
	status = tool_run(argv, &input, text, NULL);
	out_free(&input);
	free(argv);
	/* They are of no use: their labels are lost in print. */
	if (n->made_lines)
		cut_debug_sections(text);
	return status == 0;
}
