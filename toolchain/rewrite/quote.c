/* SPDX-License-Identifier: Apache-2.0 */
#include "quote.h"

static bool is_high(char c)
{
	return (unsigned char)c >= 0x80;
}

static bool in_name(char c)
{
	return is_high(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '$';
}

static size_t string_length(struct str s)
{
	size_t n = 1;

	while (n < s.n && s.p[n] != '"' && s.p[n] != '\n')
		n += s.p[n] == '\\' ? 2 : 1;
	return n < s.n ? n + 1 : s.n;
}

static size_t comment_length(struct str s)
{
	const char *end = memchr(s.p, '\n', s.n);

	return end ? (size_t)(end - s.p) : s.n;
}

static bool any_high(struct str s)
{
	for (size_t k = 0; k < s.n; k++)
		if (is_high(s.p[k]))
			return true;
	return false;
}

void quote_names(struct out *text)
{
	struct str rest = {text->p, text->n};
	struct out quoted = {0};

	if (!any_high(rest))
		return;
	while (rest.n) {
		bool name = in_name(*rest.p);
		size_t n = 1;

		if (*rest.p == '"')
			n = string_length(rest);
		else if (*rest.p == '#')
			n = comment_length(rest);
		else
			while (name && n < rest.n && in_name(rest.p[n]))
				n++;
		if (name && any_high((struct str){rest.p, n}))
			out_format(&quoted, "\"%S\"", (struct str){rest.p, n});
		else
			out_text(&quoted, rest.p, n);
		rest = str_from(rest, n);
	}
	out_free(text);
	*text = quoted;
}
