/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assembly text as the rewriter sees it: slices of the input, statements and
 * operands.  AT&T syntax, as clang, gcc and the assembler's printer write it.
 */
#ifndef ZVM_REWRITE_ASM_H
#define ZVM_REWRITE_ASM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

#define STR(literal) ((struct str){literal, sizeof(literal) - 1})

static inline bool str_is(struct str s, const char *text)
{
	size_t n = strlen(text);

	return s.n == n && !memcmp(s.p, text, n);
}

static inline bool str_begins(struct str s, const char *text)
{
	size_t n = strlen(text);

	return s.n >= n && !memcmp(s.p, text, n);
}

static inline bool str_same(struct str a, struct str b)
{
	return a.n == b.n && !memcmp(a.p, b.p, a.n);
}

static inline struct str str_from(struct str s, size_t start)
{
	return (struct str){s.p + start, s.n - start};
}

/* Without blanks at both ends. */
struct str str_trim(struct str s);

/* Cuts off the first word, which ends at a blank, and the blanks behind it. */
struct str str_word(struct str *s);

/* The n-th comma-separated field of a directive's arguments, without quotes. */
struct str str_field(struct str args, int n);

/* Position of a word in upper or lower case, or SIZE_MAX. */
size_t str_find(struct str s, const char *lower);

/* Whether all of it is one number, perhaps a sum of numbers; leaves its value. */
bool str_number(struct str s, int64_t *value);

/* ---- statements ------------------------------------------------------- */

enum statement_kind {
	ST_LABEL,     /* text: the name */
	ST_DIRECTIVE, /* text: all of it, beginning with '.', or `a = b` */
	ST_INSN,      /* text: prefixes, mnemonic and operands */
	ST_MARK,      /* `# 12 "file.c"`: where the next line comes from */
	ST_NOTHING    /* went into another statement */
};

struct statement {
	struct str text;
	uint32_t line; /* of the assembly text, from 1 */
	uint8_t kind;
	bool code;     /* in an executable section */
	bool loaded;   /* in a section that is part of the program's memory */
	bool written;  /* by a person: inline assembly */
	bool tailcall; /* the compiler says so in a comment */
	bool target;   /* label that an indirect branch may reach */
	bool moved;    /* label of constants that went from the code to .rodata */
	bool restores; /* such a label where r11 comes back from memory: spill.c */
};

/* Text of a statement that does not stand like this in the input. */
struct joined {
	struct joined *next;
	char text[];
};

struct statements {
	struct statement *items;
	size_t count, room;
	struct joined *joined;
	bool in_assembly; /* while reading: between #APP and #NO_APP */
	bool marks_tailcalls; /* the text comes from clang, which comments them */
};

/* ---- operands --------------------------------------------------------- */

enum { REG_NONE = -1, REG_RSP = 4, REG_RBP = 5, REG_R11 = 11, GPRS = 16, REG_RIP = 16, REG_OTHER = 17 };
enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15 };

struct reg {
	int8_t number; /* 0..15, REG_RIP, REG_OTHER (vector, x87, segment...), REG_NONE */
	uint8_t width; /* bits; 0 for others */
	bool high;     /* ah, ch, dh, bh */
};

enum operand_kind { OP_REG, OP_IMM, OP_MEM };

struct operand {
	struct str text; /* all of it, without the '*' of an indirect branch */
	uint8_t kind;
	bool indirect;   /* began with '*' */
	struct reg reg;
	struct str segment, disp, scale; /* of a memory operand; may be empty */
	struct reg base, index;
	struct str index_text;
};

enum { OPERANDS_MAX = 6 };

struct insn {
	struct str mnemonic;
	struct str rest;   /* operands as text */
	bool lock, prefix; /* prefix: some prefix was there and is left out */
	struct str repeat; /* rep, repe, repne ... or empty */
	struct operand op[OPERANDS_MAX];
	int ops;
	const char *error; /* not NULL: could not be parsed */
};

void insn_parse(struct str text, struct insn *i);
struct reg reg_parse(struct str name); /* without '%' */
const char *reg_name(int number, int width);

static inline bool is_gpr(const struct operand *op)
{
	return op->kind == OP_REG && op->reg.number >= 0 && op->reg.number < GPRS;
}

/* Whether the address is a plain number or symbol, without any register. */
static inline bool is_absolute(const struct operand *op)
{
	return op->kind == OP_MEM && op->base.number == REG_NONE && op->index.number == REG_NONE;
}

#endif
