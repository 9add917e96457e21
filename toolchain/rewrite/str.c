/* SPDX-License-Identifier: Apache-2.0 */
/* Slices of text. */
#include "asm.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct str str_trim(struct str s)
{
	while (s.n && is_blank(*s.p))
		s.p++, s.n--;
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_word(struct str *s)
{
	struct str word = {s->p, 0};

	while (word.n < s->n && !is_blank(s->p[word.n]))
		word.n++;
	*s = str_trim(str_from(*s, word.n));
	return word;
}

struct str str_field(struct str args, int n)
{
	bool quoted = false;
	size_t start = 0;

	for (size_t i = 0; i <= args.n; i++) {
		if (i < args.n && args.p[i] == '"')
			quoted = !quoted;
		if (i < args.n && (args.p[i] != ',' || quoted))
			continue;
		if (!n--) {
			struct str f = str_trim((struct str){args.p + start, i - start});

			if (f.n >= 2 && *f.p == '"')
				f = (struct str){f.p + 1, f.n - 2};
			return f;
		}
		start = i + 1;
	}
	return (struct str){args.p, 0};
}

size_t str_find(struct str s, const char *lower)
{
	size_t n = strlen(lower);

	for (size_t i = 0; i + n <= s.n; i++) {
		size_t k = 0;

		while (k < n && (s.p[i + k] == lower[k] || (s.p[i + k] | 0x20) == lower[k]))
			k++;
		if (k == n)
			return i;
	}
	return SIZE_MAX;
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* One number at the start: octal, decimal, hexadecimal or binary. */
static bool take_number(struct str *s, uint64_t *value)
{
	int base = 10;
	size_t n = 0;

	if (s->n > 2 && s->p[0] == '0' && (s->p[1] | 0x20) == 'x')
		base = 16, n = 2;
	else if (s->n > 2 && s->p[0] == '0' && (s->p[1] | 0x20) == 'b')
		base = 2, n = 2;
	else if (s->n > 1 && s->p[0] == '0')
		base = 8;
	if (n >= s->n || digit_of(s->p[n]) >= base)
		return false;
	for (*value = 0; n < s->n && digit_of(s->p[n]) < base; n++)
		*value = *value * (uint64_t)base + (uint64_t)digit_of(s->p[n]);
	*s = str_from(*s, n);
	return true;
}

bool str_number(struct str s, int64_t *value)
{
	uint64_t sum = 0;

	s = str_trim(s);
	if (!s.n)
		return false;
	while (s.n) {
		bool minus = false;
		uint64_t v;

		while (s.n && (*s.p == '+' || *s.p == '-')) {
			minus ^= *s.p == '-';
			s = str_trim(str_from(s, 1));
		}
		if (!take_number(&s, &v))
			return false;
		sum += minus ? 0 - v : v;
		s = str_trim(s);
		if (s.n && *s.p != '+' && *s.p != '-')
			return false;
	}
	*value = (int64_t)sum;
	return true;
}
