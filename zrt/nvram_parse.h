/* SPDX-License-Identifier: Apache-2.0 */
/*
 * nvram_parse.h - the syntax of nvram, without its meaning.  Pure: bytes in,
 * events out, no memory, no limits on lines or sections.
 *
 *	# a comment, also behind a record
 *	[section]
 *	key=value, key=value        one record per line
 *
 * Blanks around keys, values and sections do not count.  In values \xHH stands
 * for one byte; that is how a comma, a #, a " or a leading blank gets in.
 */
#ifndef ZRT_NVRAM_PARSE_H
#define ZRT_NVRAM_PARSE_H

#include <stdbool.h>
#include <stddef.h>

/* Part of the text; not terminated. */
struct zrt_span {
	const char *at;
	size_t length;
};

struct zrt_nvram_pair {
	struct zrt_span key, value; /* the value as written, with its escapes */
};
#define ZRT_NVRAM_PAIRS 16 /* most in a record; the longest that means anything has 5 */

struct zrt_nvram_record {
	struct zrt_span section;
	unsigned line; /* from 1 */
	size_t count;  /* pairs; no key twice */
	struct zrt_nvram_pair pairs[ZRT_NVRAM_PAIRS];
};

struct zrt_nvram_events {
	void (*section)(void *context, struct zrt_span name, unsigned line);
	void (*record)(void *context, const struct zrt_nvram_record *record);
	/* The line is skipped. */
	void (*error)(void *context, unsigned line, const char *what);
	void *context;
};

void zrt_nvram_parse(const char *text, size_t size, const struct zrt_nvram_events *events);

/*
 * Writes a value without its escapes and a NUL to `out`, which has room for
 * length + 1 bytes.  False if a \x is not followed by two hex digits or gives a
 * NUL byte.
 */
bool zrt_nvram_unescape(struct zrt_span value, char *out);

/*
 * Takes the next word off a command line: words are separated by blanks; one
 * that begins with a double quote ends at the next.  Returns 1 and the word, 0
 * at the end, -1 if the quote is not closed or something follows it directly.
 */
int zrt_nvram_word(struct zrt_span *line, struct zrt_span *word);

bool zrt_span_is(struct zrt_span span, const char *text);

#endif
