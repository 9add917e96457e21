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
	return strlen(text) == s.n && !memcmp(s.p, text, s.n);
}

static inline bool str_begins(struct str s, const char *text)
{
	size_t n = strlen(text);

	return s.n >= n && !memcmp(s.p, text, n);
}

/* Without blanks at both ends. */
struct str str_trim(struct str s);

/* ---- statements ------------------------------------------------------- */

enum statement_kind {
	ST_LABEL,     /* text: the name */
	ST_DIRECTIVE, /* text: all of it, beginning with '.', or `a = b` */
	ST_INSN,      /* text: prefixes, mnemonic and operands */
	ST_TEXT       /* blank line or comment: copied */
};

struct statement {
	struct str text;
	uint32_t line; /* of the assembly text, from 1 */
	uint8_t kind;
	bool code;     /* in an executable section */
	bool loaded;   /* in a section that is part of the program's memory */
	bool tailcall; /* the compiler says so in a comment */
};

struct statements {
	struct statement *items;
	size_t count, room;
};

/* ---- operands --------------------------------------------------------- */

enum { REG_NONE = -1, REG_RSP = 4, REG_RBP = 5, REG_R11 = 11, GPRS = 16, REG_RIP = 16, REG_OTHER = 17 };

struct reg {
	int8_t number; /* 0..15, REG_RIP, REG_OTHER (vector, x87, segment...), REG_NONE */
	uint8_t width; /* bits; 0 for others */
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
	bool lock;
	struct str repeat; /* rep, repe, repne ... or empty */
	struct operand op[OPERANDS_MAX];
	int ops;
	const char *error; /* not NULL: could not be parsed */
};

void insn_parse(struct str text, struct insn *i);
struct reg reg_parse(struct str name); /* without '%' */
const char *reg_name(int number, int width);

#endif
