/* SPDX-License-Identifier: Apache-2.0 */
#include "scan.h"

size_t text_length(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

bool text_equal(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

bool manifest_fail_line(struct manifest_error *error, uint32_t line, struct complaint c)
{
	*error = (struct manifest_error){
		.code = c.code ? c.code : CODE_SYNTAX,
		.line = line,
		.first_line = c.first_line,
		.subject = c.subject,
		.reason = c.reason,
		.expected = c.expected,
	};
	return false;
}

bool manifest_fail(struct parser *p, struct span at, struct complaint c)
{
	struct manifest_error *e = p->error;
	size_t room = sizeof e->found - 1, i = 0;

	manifest_fail_line(e, p->line, c);
	e->column = (uint32_t)(at.start - p->line_start) + 1;
	for (char *s = at.start; s < at.end && i < room; s++)
		e->found[i++] = *s < ' ' || *s == 127 ? '?' : *s;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

struct span span_trim(struct span s)
{
	while (s.start < s.end && is_blank(*s.start))
		s.start++;
	while (s.start < s.end && is_blank(s.end[-1]))
		s.end--;
	return s;
}

bool span_empty(struct span s)
{
	return s.start == s.end;
}

bool span_is(struct span s, const char *text)
{
	char *p = s.start;

	while (p < s.end && *text && *p == *text) {
		p++;
		text++;
	}
	return p == s.end && !*text;
}

struct span span_split(struct span *rest, char c)
{
	struct span part = *rest;

	for (char *p = rest->start; p < rest->end; p++) {
		if (*p == c) {
			part.end = p;
			rest->start = p + 1;
			return part;
		}
	}
	rest->start = rest->end;
	return part;
}

char *span_string(struct span s)
{
	*s.end = '\0';
	return s.start;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

bool span_unescape(struct span *s)
{
	char *out = s->start, *p = s->start;

	while (p < s->end) {
		int high, low;

		if (*p != '\\') {
			*out++ = *p++;
			continue;
		}
		if (s->end - p < 4 || p[1] != 'x')
			return false;
		high = digit_value(p[2]);
		low = digit_value(p[3]);
		if (high > 15 || low > 15 || high + low == 0)
			return false;
		*out++ = (char)(high * 16 + low);
		p += 4;
	}
	s->end = out;
	return true;
}

/* Magnitude of a number behind its sign. */
static bool magnitude(struct span s, uint64_t *out, bool *overflow)
{
	int base = 10;
	uint64_t value = 0;

	if (s.end - s.start > 1 && s.start[0] == '0') {
		base = 8;
		s.start++;
		if (*s.start == 'x' || *s.start == 'X') {
			base = 16;
			s.start++;
		}
	}
	if (span_empty(s))
		return false;
	*overflow = false;
	for (; s.start < s.end; s.start++) {
		int digit = digit_value(*s.start);

		if (digit >= base)
			return false;
		if (value > (UINT64_MAX - (uint64_t)digit) / (uint64_t)base)
			*overflow = true;
		value = value * (uint64_t)base + (uint64_t)digit;
	}
	*out = value;
	return true;
}

bool manifest_number(struct parser *p, struct span s, int64_t min, int64_t max,
                     struct complaint c, int64_t *out)
{
	struct span digits = s;
	bool negative = false, overflow;
	uint64_t value;

	if (!span_empty(s) && (*s.start == '-' || *s.start == '+')) {
		negative = *s.start == '-';
		digits.start++;
	}
	if (!magnitude(digits, &value, &overflow)) {
		c.code = CODE_SYNTAX;
		c.reason = span_empty(s) ? "a number is missing" : "is not a number";
		return manifest_fail(p, s, c);
	}
	if (overflow || value > INT64_MAX || (negative && -(int64_t)value < min) ||
	    (!negative && (int64_t)value < min)) {
		c.reason = negative || (!overflow && value <= INT64_MAX) ? "the number is too small"
		                                                         : "the number is too large";
		return manifest_fail(p, s, c);
	}
	*out = negative ? -(int64_t)value : (int64_t)value;
	if (*out > max) {
		c.reason = "the number is too large";
		return manifest_fail(p, s, c);
	}
	return true;
}

bool span_ipv4(struct span s, uint32_t *out)
{
	uint32_t address = 0;

	for (int i = 0; i < 4; i++) {
		struct span part = span_split(&s, '.');
		uint32_t value = 0;

		if (span_empty(part) || part.end - part.start > 3)
			return false;
		if (part.end - part.start > 1 && *part.start == '0')
			return false; /* would be octal to some programs */
		for (char *p = part.start; p < part.end; p++) {
			if (*p < '0' || *p > '9')
				return false;
			value = value * 10 + (uint32_t)(*p - '0');
		}
		if (value > 255)
			return false;
		address = address << 8 | value;
		/* A dot must follow the first three, nothing the last. */
		if (i < 3 && span_empty(s))
			return false;
	}
	*out = address;
	return span_empty(s);
}
