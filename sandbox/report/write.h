/* SPDX-License-Identifier: Apache-2.0 */
/* What both formats write with: pieces of text through a small buffer. */
#ifndef ZVM_REPORT_WRITE_H
#define ZVM_REPORT_WRITE_H

#include "report.h"

struct writer {
	report_sink *sink;
	void *context;
	bool failed; /* the sink refused; nothing more reaches it */
	size_t used;
	char buffer[4096];
};

void writer_flush(struct writer *w);
void put(struct writer *w, const char *text);
void put_char(struct writer *w, char c);
void put_format(struct writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void put_hex(struct writer *w, const struct session_digest *digest);

void report_json(struct writer *w, const struct session_result *r);
void report_lines(struct writer *w, const struct session_result *r);

/* Of all channels of files (network false) or of other instances. */
struct report_totals {
	uint64_t gets, get_bytes, puts, put_bytes;
};
struct report_totals report_totals(const struct session_result *r, bool network);

/* The result's message, or its state's. */
const char *report_message(const struct session_result *r);

#endif
