/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The file's symbols: where each label stands, and which are address-taken.
 * An indirect branch can only reach address-taken labels and functions, and
 * rule R06 wants those at the start of a bundle.
 */
#ifndef ZVM_REWRITE_SYMBOLS_H
#define ZVM_REWRITE_SYMBOLS_H

#include "asm.h"

struct symbol {
	struct str name;
	uint32_t hash;
	uint32_t statement;   /* index of the label; NO_STATEMENT if defined elsewhere */
	uint32_t table_entry; /* symbol number of the first code address behind a data label, plus 1 */
	bool address_taken;   /* by data, an immediate or an address computation */
	bool branched;        /* the target of a direct branch; only after symbols_branches */
	bool global;
	bool weak;
	bool awaited;         /* a numeric label whose next definition is address-taken */
	bool function;        /* by .type */
	bool spills;          /* function whose indirect jumps keep r11 in memory: spill.c */
};

#define NO_STATEMENT UINT32_MAX

struct symbols {
	struct symbol *items;
	size_t count, room;
	uint32_t *slots; /* hash table of symbol numbers plus 1 */
	size_t slot_count;
	bool memory_jumps; /* the file jumps through memory */
};

/* Marks the labels that an indirect branch may reach as well. */
void symbols_collect(struct statements *all, struct symbols *symbols);
/* Marks also what direct branches name. */
void symbols_branches(const struct statements *all, struct symbols *symbols);
void symbols_free(struct symbols *symbols);

/* NULL if the file does not mention the name. */
struct symbol *symbol_find(const struct symbols *symbols, struct str name);

/* The first symbol in an expression, or an empty slice. */
struct str symbol_in(struct str expression);

/* Calls visit for every symbol in an expression; minus: it is subtracted. */
typedef void symbol_visit(void *context, struct str name, bool minus);
void symbols_in(struct str expression, symbol_visit *visit, void *context);

#endif
