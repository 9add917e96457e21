/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include "common.h"

#include <stdlib.h>
#include <string.h>

static const char *blanks(const char *s)
{
	return s + strspn(s, " \t\r\n");
}

static const char *string_end(const char *s) /* s is behind the opening quote */
{
	while (*s && *s != '"')
		s += *s == '\\' && s[1] ? 2 : 1;
	return *s ? s + 1 : s;
}

const char *json_end(const char *s)
{
	int depth = 0;

	do {
		s = blanks(s);
		if (*s == '"')
			s = string_end(s + 1);
		else if (*s == '{' || *s == '[')
			depth++, s++;
		else if (*s == '}' || *s == ']')
			depth--, s++;
		else if (*s == ',' || *s == ':')
			s++;
		else
			s += strcspn(s, " \t\r\n,:{}[]\"");
	} while (*s && depth > 0);
	return s;
}

const char *json_find(const char *json, const char *path)
{
	size_t length = strcspn(path, ".");
	const char *s = blanks(json);

	if (*s != '{')
		return NULL;
	for (s = blanks(s + 1); *s == '"'; s = blanks(s)) {
		const char *name = s + 1;
		const char *end = string_end(name);
		const char *value = blanks(end);

		if (*value != ':')
			return NULL;
		value = blanks(value + 1);
		if ((size_t)(end - name) == length + 1 && !strncmp(name, path, length))
			return path[length] ? json_find(value, path + length + 1) : value;
		s = blanks(json_end(value));
		if (*s == ',')
			s = blanks(s + 1);
	}
	return NULL;
}

const char *json_items(const char *array)
{
	if (!array || *array != '[')
		return NULL;
	array = blanks(array + 1);
	return *array == '{' ? array : NULL;
}

const char *json_next(const char *item)
{
	item = blanks(json_end(item));
	if (*item != ',')
		return NULL;
	item = blanks(item + 1);
	return *item == '{' ? item : NULL;
}

/* Up to U+FFFF, which is all that the report escapes. */
static char *put_utf8(char *out, unsigned c)
{
	if (c < 0x80) {
		*out++ = (char)c;
	} else if (c < 0x800) {
		*out++ = (char)(0xC0 | c >> 6);
		*out++ = (char)(0x80 | (c & 0x3F));
	} else {
		*out++ = (char)(0xE0 | c >> 12);
		*out++ = (char)(0x80 | (c >> 6 & 0x3F));
		*out++ = (char)(0x80 | (c & 0x3F));
	}
	return out;
}

char *json_string(const char *json, const char *path)
{
	static const char escapes[] = "n\nt\tr\rb\bf\f";
	const char *s = json_find(json, path), *end;
	char *text, *out;

	if (!s || *s != '"')
		return NULL;
	end = string_end(++s);
	text = out = xrealloc(NULL, (size_t)(end - s) + 1, 1);
	while (s < end && *s && *s != '"') {
		const char *e;

		if (*s != '\\') {
			*out++ = *s++;
			continue;
		}
		if (s[1] == 'u' && end - s > 6) {
			char digits[5] = {s[2], s[3], s[4], s[5], '\0'};

			out = put_utf8(out, (unsigned)strtoul(digits, NULL, 16));
			s += 6;
			continue;
		}
		e = s[1] ? strchr(escapes, s[1]) : NULL;
		*out++ = e ? e[1] : s[1];
		s += 2;
	}
	*out = '\0';
	return text;
}

int64_t json_number(const char *json, const char *path, int64_t otherwise)
{
	const char *s = json_find(json, path);
	char *end;
	long long value;

	if (!s)
		return otherwise;
	s += *s == '"';
	value = strtoll(s, &end, 0);
	return end == s ? otherwise : value;
}
