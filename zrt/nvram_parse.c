/* SPDX-License-Identifier: Apache-2.0 */
#include "nvram_parse.h"

#include <string.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static struct zrt_span trim(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	while (at < end && is_blank(end[-1]))
		end--;
	return (struct zrt_span){at, (size_t)(end - at)};
}

/* First `c` in [at, end), or end. */
static const char *find(const char *at, const char *end, char c)
{
	const char *found = memchr(at, c, (size_t)(end - at));

	return found ? found : end;
}

static bool same(struct zrt_span a, struct zrt_span b)
{
	return a.length == b.length && !memcmp(a.at, b.at, a.length);
}

bool zrt_span_is(struct zrt_span span, const char *text)
{
	return span.length == strlen(text) && !memcmp(span.at, text, span.length);
}

/* NULL, or what is wrong with the record on this line. */
static const char *parse_record(struct zrt_span line, struct zrt_nvram_record *record)
{
	const char *at = line.at, *end = line.at + line.length;

	for (record->count = 0;; at++) {
		const char *stop = find(at, end, ',');
		const char *equals = find(at, stop, '=');
		struct zrt_nvram_pair *pair = &record->pairs[record->count];

		if (equals == stop)
			return "expected key=value (a comma inside a value is written \\x2c)";
		if (record->count == ZRT_NVRAM_PAIRS)
			return "too many key=value pairs in one record";
		pair->key = trim(at, equals);
		pair->value = trim(equals + 1, stop);
		if (!pair->key.length)
			return "a value has no key";
		for (size_t i = 0; i < record->count; i++)
			if (same(pair->key, record->pairs[i].key))
				return "a key stands twice in one record";
		record->count++;
		at = stop;
		if (at == end)
			return NULL;
	}
}

void zrt_nvram_parse(const char *text, size_t size, const struct zrt_nvram_events *events)
{
	const char *at = text, *end = text + size;
	struct zrt_nvram_record record = {.line = 0};
	bool in_section = false;

	while (at < end) {
		const char *stop = find(at, end, '\n');
		struct zrt_span line = trim(at, find(at, stop, '#'));
		const char *wrong = NULL;

		record.line++;
		at = stop + 1;
		if (!line.length)
			continue;
		if (memchr(line.at, 0, line.length)) {
			wrong = "a NUL byte";
		} else if (line.at[0] == '[') {
			if (line.at[line.length - 1] != ']') {
				wrong = "a section's name ends with ]";
				in_section = false;
			} else {
				record.section = trim(line.at + 1, line.at + line.length - 1);
				in_section = true;
				events->section(events->context, record.section, record.line);
			}
		} else if (!in_section) {
			wrong = "a record outside of any [section]";
		} else {
			wrong = parse_record(line, &record);
			if (!wrong)
				events->record(events->context, &record);
		}
		if (wrong)
			events->error(events->context, record.line, wrong);
	}
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool zrt_nvram_unescape(struct zrt_span value, char *out)
{
	for (size_t i = 0; i < value.length; i++) {
		int high, low;

		if (value.at[i] != '\\' || i + 1 == value.length || value.at[i + 1] != 'x') {
			*out++ = value.at[i];
			continue;
		}
		if (value.length - i < 4)
			return false;
		high = hex_digit(value.at[i + 2]);
		low = hex_digit(value.at[i + 3]);
		if (high < 0 || low < 0 || !(high | low))
			return false;
		*out++ = (char)(high << 4 | low);
		i += 3;
	}
	*out = 0;
	return true;
}

int zrt_nvram_word(struct zrt_span *line, struct zrt_span *word)
{
	const char *at = line->at, *end = line->at + line->length, *stop;

	while (at < end && is_blank(*at))
		at++;
	if (at == end)
		return 0;
	if (*at == '"') {
		at++;
		stop = find(at, end, '"');
		if (stop == end || (stop + 1 < end && !is_blank(stop[1])))
			return -1;
	} else {
		for (stop = at; stop < end && !is_blank(*stop); stop++)
			;
	}
	*word = (struct zrt_span){at, (size_t)(stop - at)};
	stop += stop < end; /* past the quote or the blank */
	*line = (struct zrt_span){stop, (size_t)(end - stop)};
	return 1;
}
