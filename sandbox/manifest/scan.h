/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the parser share: pieces of a line, numbers, failing. */
#ifndef ZVM_MANIFEST_SCAN_H
#define ZVM_MANIFEST_SCAN_H

#include "manifest.h"

/* Errno values of Linux as numbers: the parser includes no OS header. */
enum {
	CODE_MEMORY = 12,    /* ENOMEM */
	CODE_SYNTAX = 14,    /* EFAULT, the original's code for nearly everything */
	CODE_NIL = 22,       /* EINVAL */
	CODE_MANY = 23,      /* ENFILE */
	CODE_PROTOCOL = 93   /* EPROTONOSUPPORT */
};

/* Bytes of the current line: start <= p < end. The byte at end may be written. */
struct span {
	char *start, *end;
};

struct parser {
	struct manifest *m;
	struct manifest_error *error;
	const char *line_start;
	uint32_t line;
};

/* What is wrong and what would be right; `code` 0 means CODE_SYNTAX. */
struct complaint {
	const char *subject, *reason, *expected;
	int code;
	uint32_t first_line;
};

/* Records the complaint about `at` in the current line. Returns false. */
bool manifest_fail(struct parser *p, struct span at, struct complaint c);

/* The same about a line that is not the current one, or about all (line 0). */
bool manifest_fail_line(struct manifest_error *error, uint32_t line, struct complaint c);

struct span span_trim(struct span s);
bool span_empty(struct span s);
bool span_is(struct span s, const char *text);

/* The bytes before the first `c` of *rest, all if there is none; *rest goes on behind it. */
struct span span_split(struct span *rest, char c);

/* Terminates the span in place and returns it as a string. */
char *span_string(struct span s);

/* Decodes \xHH in place. False if a backslash begins anything else or a NUL. */
bool span_unescape(struct span *s);

/*
 * A whole number in C notation, min <= *out <= max.  c.expected says the range;
 * c.code is used for numbers out of range only.
 */
bool manifest_number(struct parser *p, struct span s, int64_t min, int64_t max,
                     struct complaint c, int64_t *out);

/* "1.2.3.4", nothing else. */
bool span_ipv4(struct span s, uint32_t *out);

/* uri.c: one source; its direction decides what an address needs. */
bool manifest_source(struct parser *p, struct span s, bool reads, struct manifest_source *out);

/* channel.c: the value of a Channel key. */
bool manifest_channel(struct parser *p, struct span value);

/* channel.c: numbers the channels and finds duplicates and missing ones. */
bool manifest_number_channels(struct manifest *m, struct manifest_error *error);

bool text_equal(const char *a, const char *b);
size_t text_length(const char *s);

#endif
