/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Precedence climbing over the text.  What is not evaluated (the other half of
 * ?:, && and ||) is read with `skip` above 0: it neither divides nor assigns.
 */
#include "arithmetic.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wordexp.h>

#define DEPTH_MAX 200 /* of parentheses and operators: the stack is finite */

struct reader {
	const char *at;
	int skip, depth, error;
};

/* Longer operators before those that they begin with. */
static const struct operator {
	char text[3];
	signed char level; /* higher binds closer */
} operators[] = {
	{"||", 1}, {"&&", 2}, {"<<", 8}, {">>", 8}, {"<=", 7}, {">=", 7}, {"==", 6}, {"!=", 6}, {"|", 3},
	{"^", 4}, {"&", 5}, {"<", 7}, {">", 7}, {"+", 9}, {"-", 9}, {"*", 10}, {"/", 10}, {"%", 10},
};

static long expression(struct reader *r);

static void fail(struct reader *r, int error)
{
	if (!r->error)
		r->error = error;
}

static void blanks(struct reader *r)
{
	while (isspace((unsigned char)*r->at))
		r->at++;
}

/* Overflow wraps, as it does in shells. */
static long apply(struct reader *r, const char *op, long a, long b)
{
	unsigned long x = (unsigned long)a, y = (unsigned long)b;
	bool two = op[1] != 0;

	switch (*op) {
	case '+': return (long)(x + y);
	case '-': return (long)(x - y);
	case '*': return (long)(x * y);
	case '/':
	case '%':
		if (b == 0 || (a == LONG_MIN && b == -1)) {
			if (!r->skip)
				fail(r, WRDE_SYNTAX);
			return 0;
		}
		return *op == '/' ? a / b : a % b;
	case '<': return two ? (op[1] == '<' ? (long)(x << (y & 63)) : a <= b) : a < b;
	case '>': return two ? (op[1] == '>' ? a >> (y & 63) : a >= b) : a > b;
	case '=': return a == b;
	case '!': return a != b;
	case '^': return a ^ b;
	case '&': return two ? a && b : a & b;
	default: return two ? a || b : a | b;
	}
}

static long number(struct reader *r, const char *text, const char **end)
{
	char *stop;
	long value;

	errno = 0;
	value = strtol(text, &stop, 0);
	if (stop == text || errno == ERANGE || isalnum((unsigned char)*stop) || *stop == '_')
		fail(r, WRDE_SYNTAX);
	*end = stop;
	return value;
}

static long value_of(struct reader *r, const char *name)
{
	const char *text = getenv(name), *end;
	long value;

	if (!text || r->skip)
		return 0;
	text += strspn(text, " \t\n");
	if (!*text)
		return 0;
	value = number(r, text, &end);
	if (end[strspn(end, " \t\n")])
		fail(r, WRDE_SYNTAX);
	return value;
}

/* The operator of an assignment at the place, "=" or one of "+=" and so on; its length or 0. */
static int assignment(const char *s, char op[3])
{
	size_t n = strspn(s, "*/%+-&^|<>");

	if (n > 2 || s[n] != '=' || (n == 0 && s[1] == '=') || (n == 1 && strchr("<>", *s)) ||
	    (n == 2 && (s[0] != s[1] || !strchr("<>", *s))))
		return 0;
	memcpy(op, s, n);
	op[n] = 0;
	return (int)n + 1;
}

static void assign(struct reader *r, const char *name, long value)
{
	char text[24];

	snprintf(text, sizeof text, "%ld", value);
	if (setenv(name, text, 1) < 0)
		fail(r, WRDE_NOSPACE);
}

static long variable(struct reader *r)
{
	size_t length = 0;
	char name[256], op[3];
	long value;
	int taken;

	while (isalnum((unsigned char)r->at[length]) || r->at[length] == '_')
		length++;
	if (length >= sizeof name) {
		fail(r, WRDE_SYNTAX);
		return 0;
	}
	memcpy(name, r->at, length);
	name[length] = 0;
	r->at += length;
	blanks(r);
	taken = assignment(r->at, op);
	if (!taken)
		return value_of(r, name);
	r->at += taken;
	value = expression(r);
	if (*op)
		value = apply(r, op, value_of(r, name), value);
	if (!r->error && !r->skip)
		assign(r, name, value);
	return value;
}

static long operand(struct reader *r)
{
	char c;
	long value;

	blanks(r);
	c = *r->at;
	if (c && strchr("+-!~", c)) {
		r->at++;
		if (++r->depth > DEPTH_MAX || ((c == '+' || c == '-') && *r->at == c)) {
			fail(r, WRDE_SYNTAX);
			return 0;
		}
		value = operand(r);
		r->depth--;
		return c == '-' ? (long)-(unsigned long)value : c == '!' ? !value : c == '~' ? ~value : value;
	}
	if (c == '(') {
		r->at++;
		value = expression(r);
		blanks(r);
		if (*r->at == ')')
			r->at++;
		else
			fail(r, WRDE_SYNTAX);
		return value;
	}
	if (isdigit((unsigned char)c))
		return number(r, r->at, &r->at);
	if (isalpha((unsigned char)c) || c == '_')
		return variable(r);
	fail(r, WRDE_SYNTAX);
	return 0;
}

static const struct operator *next_operator(struct reader *r)
{
	blanks(r);
	for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
		if (!strncmp(r->at, operators[i].text, strlen(operators[i].text)))
			return &operators[i];
	return NULL;
}

static long binary(struct reader *r, int level)
{
	long left = operand(r);
	const struct operator *op;

	while (!r->error && (op = next_operator(r)) && op->level >= level) {
		bool decided = op->level == 1 ? left != 0 : op->level == 2 ? left == 0 : false;

		r->at += strlen(op->text);
		r->skip += decided;
		long right = binary(r, op->level + 1);
		r->skip -= decided;
		left = apply(r, op->text, left, right);
	}
	return left;
}

static long expression(struct reader *r)
{
	long value, yes, no;

	if (++r->depth > DEPTH_MAX) {
		fail(r, WRDE_SYNTAX);
		return 0;
	}
	value = binary(r, 1);
	blanks(r);
	if (!r->error && *r->at == '?') {
		r->at++;
		r->skip += !value;
		yes = expression(r);
		r->skip -= !value;
		blanks(r);
		if (*r->at == ':')
			r->at++;
		else
			fail(r, WRDE_SYNTAX);
		r->skip += !!value;
		no = expression(r);
		r->skip -= !!value;
		value = value ? yes : no;
	}
	r->depth--;
	return value;
}

int __wordexp_arithmetic(const char *text, long *value)
{
	struct reader r = {.at = text};

	*value = expression(&r);
	blanks(&r);
	if (*r.at)
		fail(&r, WRDE_SYNTAX);
	return r.error;
}
