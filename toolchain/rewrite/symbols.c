/* SPDX-License-Identifier: Apache-2.0 */
#include "symbols.h"

#include "memory.h"

#include <stdlib.h>

static uint32_t hash_of(struct str s)
{
	uint32_t h = 2166136261u; /* FNV-1a */

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return h;
}

static void rehash(struct symbols *t)
{
	t->slot_count = t->slot_count ? t->slot_count * 2 : 4096;
	t->slots = grow(t->slots, t->slot_count, sizeof *t->slots);
	memset(t->slots, 0, t->slot_count * sizeof *t->slots);
	for (size_t i = 0; i < t->count; i++) {
		size_t k = t->items[i].hash & (t->slot_count - 1);

		while (t->slots[k])
			k = (k + 1) & (t->slot_count - 1);
		t->slots[k] = (uint32_t)i + 1;
	}
}

static struct str unquoted(struct str s)
{
	if (s.n >= 2 && *s.p == '"')
		return (struct str){s.p + 1, s.n - 2};
	return s;
}

struct symbol *symbol_find(const struct symbols *t, struct str name)
{
	uint32_t h;

	name = unquoted(name);
	if (!t->slot_count)
		return NULL;
	h = hash_of(name);
	for (size_t k = h & (t->slot_count - 1); t->slots[k]; k = (k + 1) & (t->slot_count - 1)) {
		struct symbol *s = &t->items[t->slots[k] - 1];

		if (s->hash == h && s->name.n == name.n && !memcmp(s->name.p, name.p, name.n))
			return s;
	}
	return NULL;
}

static struct symbol *intern(struct symbols *t, struct str name)
{
	struct symbol *s = symbol_find(t, name);
	size_t k;

	if (s)
		return s;
	name = unquoted(name);
	if (t->count * 2 >= t->slot_count)
		rehash(t);
	if (t->count == t->room) {
		t->room = t->room ? t->room * 2 : 1024;
		t->items = grow(t->items, t->room, sizeof *t->items);
	}
	s = &t->items[t->count++];
	*s = (struct symbol){.name = name, .hash = hash_of(name), .statement = NO_STATEMENT};
	for (k = s->hash & (t->slot_count - 1); t->slots[k];)
		k = (k + 1) & (t->slot_count - 1);
	t->slots[k] = (uint32_t)t->count;
	return s;
}

/* ---- expressions ------------------------------------------------------ */

static bool starts_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static bool in_name(char c)
{
	return starts_name(c) || (c >= '0' && c <= '9') || c == '$';
}

/* `1f` and `23b` name the numeric labels 1 and 23. */
static size_t numeric_label(struct str s, size_t i)
{
	size_t n = i;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	if (n > i && n < s.n && (s.p[n] == 'f' || s.p[n] == 'b') && (n + 1 == s.n || !in_name(s.p[n + 1])))
		return n + 1 - i;
	return 0;
}

void symbols_in(struct str s, symbol_visit *visit, void *context)
{
	char before = '+'; /* the last character that was no blank */

	for (size_t i = 0; i < s.n;) {
		size_t start = i;
		bool minus = before == '-';

		before = s.p[i] == ' ' || s.p[i] == '\t' ? before : s.p[i];

		if (s.p[i] == '"') {
			for (i++; i < s.n && s.p[i] != '"'; i++)
				i += s.p[i] == '\\';
			i++;
			visit(context, (struct str){s.p + start, (i < s.n ? i : s.n) - start}, minus);
		} else if (s.p[i] == '%') { /* a register */
			for (i++; i < s.n && in_name(s.p[i]);)
				i++;
		} else if (s.p[i] == '@') { /* @tpoff and the like */
			for (i++; i < s.n && in_name(s.p[i]);)
				i++;
		} else if (starts_name(s.p[i])) {
			while (i < s.n && in_name(s.p[i]))
				i++;
			if (i - start > 1 || s.p[start] != '.')
				visit(context, (struct str){s.p + start, i - start}, minus);
		} else if (s.p[i] >= '0' && s.p[i] <= '9') {
			size_t n = numeric_label(s, i);

			if (n)
				visit(context, (struct str){s.p + i, n}, minus);
			while (i < s.n && in_name(s.p[i]))
				i++;
		} else {
			i++;
		}
	}
}

static void keep_first(void *context, struct str name, bool minus)
{
	struct str *first = context;

	(void)minus;

	if (!first->n)
		*first = name;
}

struct str symbol_in(struct str expression)
{
	struct str first = {expression.p, 0};

	symbols_in(expression, keep_first, &first);
	return first;
}

/* ---- collecting ------------------------------------------------------- */

struct collector {
	struct symbols *table;
	struct statements *all;
	uint32_t open_label; /* data label without an entry yet, number plus 1 */
};

/* `1b` is the last label 1, `1f` the next. */
static bool take_numeric(struct collector *c, struct str name)
{
	char direction = name.p[name.n - 1];
	struct symbol *s;

	if (*name.p < '0' || *name.p > '9')
		return false;
	s = intern(c->table, (struct str){name.p, name.n - 1});
	if (direction == 'f')
		s->awaited = true;
	else if (s->statement != NO_STATEMENT)
		c->all->items[s->statement].target = true;
	return true;
}

static void take_address(void *context, struct str name, bool minus)
{
	struct collector *c = context;
	struct symbol *s;

	/* In a difference only the first address is meant. */
	if (minus || take_numeric(c, name))
		return;
	s = intern(c->table, name);
	s->address_taken = true;
	if (c->open_label) {
		c->table->items[c->open_label - 1].table_entry = (uint32_t)(s - c->table->items) + 1;
		c->open_label = 0;
	}
}

static void mark_global(void *context, struct str name, bool minus)
{
	(void)minus;
	intern(context, name)->global = true;
}

static void mark_weak(void *context, struct str name, bool minus)
{
	struct symbol *s = intern(context, name);

	(void)minus;
	s->global = s->weak = true;
}

static bool is_one_of(struct str word, const char *const *names)
{
	for (; *names; names++)
		if (str_is(word, *names))
			return true;
	return false;
}

static void collect_directive(struct collector *c, const struct statement *st)
{
	static const char *const data[] = {".quad", ".8byte", ".long", ".4byte", ".int", ".value", ".2byte", ".short",
		".word", ".hword", ".octa", ".reloc", ".uleb128", ".sleb128", ".set", ".equ", ".equiv", ".eqv", ".byte", ".dc.a",
		".dc.l", ".weakref", ".symver", NULL};
	struct str args = st->text, word = str_word(&args);

	if (str_is(word, ".globl") || str_is(word, ".global")) {
		symbols_in(args, mark_global, c->table);
	} else if (str_is(word, ".weak")) {
		symbols_in(args, mark_weak, c->table);
	} else if (str_is(word, ".type")) {
		struct str name = symbol_in(args);

		if (name.n && args.n > 9 && !memcmp(args.p + args.n - 8, "function", 8))
			intern(c->table, name)->function = true;
	} else if (*word.p != '.' || is_one_of(word, data)) {
		if (st->loaded)
			symbols_in(args, take_address, c);
	}
}

/* A direct branch names its target without taking its address. */
static bool is_direct_branch(const struct insn *i)
{
	if (i->ops != 1 || i->op[0].indirect || i->op[0].kind != OP_MEM)
		return false;
	return *i->mnemonic.p == 'j' || str_begins(i->mnemonic, "call") || str_begins(i->mnemonic, "loop");
}

/* Most instructions name no symbol; a quick look spares the parsing. */
static bool may_name_symbol(struct str text)
{
	struct str word = str_word(&text);

	if (*word.p == 'j' || *word.p == 'n')
		return memchr(text.p, '*', text.n) != NULL;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '%') {
			while (i + 1 < text.n && in_name(text.p[i + 1]))
				i++;
		} else if (starts_name(text.p[i]) || text.p[i] == '"') {
			return true;
		} else if (text.p[i] >= '0' && text.p[i] <= '9') {
			if (numeric_label(text, i))
				return true;
			while (i + 1 < text.n && in_name(text.p[i + 1]))
				i++;
		}
	}
	return false;
}

static void collect_insn(struct collector *c, const struct statement *st)
{
	struct insn i;

	c->open_label = 0;
	if (!may_name_symbol(st->text))
		return;
	insn_parse(st->text, &i);
	if (!i.mnemonic.n || is_direct_branch(&i))
		return;
	if (i.ops == 1 && i.op[0].indirect && i.op[0].kind == OP_MEM && *i.mnemonic.p == 'j')
		c->table->memory_jumps = true;
	for (int k = 0; k < i.ops; k++) {
		if (i.op[k].kind == OP_IMM)
			symbols_in(i.op[k].text, take_address, c);
		else if (i.op[k].kind == OP_MEM && i.op[k].disp.n)
			symbols_in(i.op[k].disp, take_address, c);
	}
}

static void collect_label(struct collector *c, size_t n)
{
	struct statement *st = &c->all->items[n];
	struct symbol *s = intern(c->table, st->text);

	s->statement = (uint32_t)n;
	st->target |= s->awaited;
	s->awaited = false;
	c->open_label = st->loaded ? (uint32_t)(s - c->table->items) + 1 : 0;
}

void symbols_collect(struct statements *all, struct symbols *table)
{
	struct collector c = {table, all, 0};

	*table = (struct symbols){0};
	for (size_t n = 0; n < all->count; n++) {
		const struct statement *st = &all->items[n];

		if (st->kind == ST_LABEL)
			collect_label(&c, n);
		else if (st->kind == ST_DIRECTIVE)
			collect_directive(&c, st);
		else if (st->kind == ST_INSN)
			collect_insn(&c, st);
	}
	for (size_t n = 0; n < all->count; n++)
		if (all->items[n].kind == ST_LABEL && all->items[n].code) {
			const struct symbol *s = symbol_find(table, all->items[n].text);

			all->items[n].target |= s->address_taken || s->global;
		}
}

void symbols_branches(const struct statements *all, struct symbols *table)
{
	for (size_t n = 0; n < all->count; n++) {
		const struct statement *st = &all->items[n];
		struct insn i;

		if (st->kind != ST_INSN || !st->code || !memchr("jcl", *st->text.p, 3))
			continue;
		insn_parse(st->text, &i);
		if (i.mnemonic.n && is_direct_branch(&i)) {
			struct symbol *s = symbol_find(table, symbol_in(i.op[0].text));

			if (s)
				s->branched = true;
		}
	}
}

void symbols_free(struct symbols *t)
{
	free(t->items);
	free(t->slots);
	*t = (struct symbols){0};
}
