/* SPDX-License-Identifier: Apache-2.0 */
/* The original's report: six lines and an empty one. */
#include "text.h"
#include "write.h"

#include <inttypes.h>

/* Text from elsewhere must not break the lines. */
static void put_line(struct writer *w, const char *text)
{
	while (*text) {
		size_t n = text_visible(text);

		if (n == 0) {
			put_char(w, ' ');
			text++;
		}
		for (; n; n--)
			put_char(w, *text++);
	}
	put_char(w, '\n');
}

static void put_digest(struct writer *w, bool *any, const char *name, const struct session_digest *d)
{
	if (!d->size)
		return;
	put(w, *any ? " " : "");
	put(w, name);
	put_char(w, ' ');
	put_hex(w, d);
	*any = true;
}

static void put_seconds(struct writer *w, uint64_t ns)
{
	uint64_t hundredths = (ns + 5000000) / 10000000;

	put_format(w, "%" PRIu64 ".%02u", hundredths / 100, (unsigned)(hundredths % 100));
}

static void put_totals(struct writer *w, struct report_totals t)
{
	put_format(w, " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64, t.gets, t.get_bytes, t.puts, t.put_bytes);
}

void report_lines(struct writer *w, const struct session_result *r)
{
	bool any = false;

	put_format(w, "%d\n%d\n%" PRId32 "\n", (int)r->verdict, r->daemon, r->guest_code);
	for (size_t i = 0; i < r->channel_count; i++)
		put_digest(w, &any, r->channels[i].alias, &r->channels[i].digest);
	put_digest(w, &any, "/dev/memory", &r->memory_digest);
	put(w, any ? "\n" : "disabled\n");
	put_seconds(w, r->system_ns);
	put_char(w, ' ');
	put_seconds(w, r->user_ns);
	put_totals(w, report_totals(r, false));
	put_totals(w, report_totals(r, true));
	put_char(w, '\n');
	put_line(w, report_message(r));
	put_char(w, '\n');
}
