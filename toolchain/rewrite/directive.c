/* SPDX-License-Identifier: Apache-2.0 */
/* Directives that mean something else in bundled code. */
#include "bytes.h"

enum { BUNDLE_SHIFT = 5, LOOP_SHIFT = 4 /* what compilers align loops to */ };

/*
 * The filling must not hold a nop that crosses a bundle, and within a bundle
 * none does; so first to the bundle's end, then by groups of single bytes.
 */
static void align_bundle(struct rewriter *r, int shift)
{
	if (!r->aligned || shift > BUNDLE_SHIFT)
		out_format(&r->out, "\t.p2align\t%d\n", BUNDLE_SHIFT);
	if (shift > BUNDLE_SHIFT)
		out_format(&r->out, "\t.p2alignl\t%d, 0x90909090\n", shift);
	r->aligned = true;
}

/* Whether a label that will be aligned anyway comes next. */
static bool before_target(const struct rewriter *r)
{
	static const char *const silent[] = {".type", ".globl", ".global", ".weak", ".hidden", ".local", ".loc", ".p2align", NULL};

	for (size_t n = r->at + 1; n < r->all.count; n++) {
		struct str args = r->all.items[n].text, word = str_word(&args);
		const char *const *s = silent;

		if (r->all.items[n].kind == ST_LABEL)
			return r->all.items[n].target;
		while (*s && !str_is(word, *s))
			s++;
		if (r->all.items[n].kind != ST_DIRECTIVE || !*s)
			return false;
	}
	return false;
}

/* `.size a, .-a` where `.` and `a` are in different sections now: nothing measures it. */
static bool is_lost_size(const struct rewriter *r, struct str word, struct str args)
{
	const struct symbol *s = str_is(word, ".size") ? symbol_find(&r->symbols, symbol_in(args)) : NULL;

	return s && s->statement < r->at && r->all.items[s->statement].moved != r->in_data;
}

bool rewrite_directive(struct rewriter *r, const struct statement *st)
{
	struct str args = st->text, word = str_word(&args);
	int shift;

	if (str_is(word, ".type") && str_find(args, "gnu_indirect_function") != SIZE_MAX) {
		refuse(r, "a static program without a dynamic linker can not have indirect functions (ifunc, target_clones); "
		          "choose by __builtin_cpu_supports and a function pointer");
		return true;
	}
	/* gcc's word for trampolines; its own error about them falls silent under -w. */
	if (r->compiled && str_is(word, ".section") && str_begins(args, ".note.GNU-stack,\"x\"")) {
		refuse(r, "the address of a nested function needs an executable stack, which the sandbox does not have; "
		          "pass the data that it uses by a pointer");
		return true;
	}
	if (str_is(word, ".code16") || str_is(word, ".code16gcc") || str_is(word, ".code32")) {
		refuse(r, "R02: the sandbox has 64-bit code only");
		return true;
	}
	if (str_begins(word, ".bundle_")) /* the rewriter's own */
		return true;
	if (r->drop_lines && (str_is(word, ".loc") || (str_is(word, ".file") && args.n && *args.p >= '0' && *args.p <= '9')))
		return true;
	if (is_lost_size(r, word, args))
		return true;
	if (!st->code || r->in_data)
		return false;
	if ((shift = bytes_alignment(word, args)) >= BUNDLE_SHIFT) {
		align_bundle(r, shift);
		return true;
	}
	if (shift >= 0)
		return before_target(r) || (shift == LOOP_SHIFT && !st->written && loop_align(r));
	return bytes_rewrite(r);
}
