/* SPDX-License-Identifier: Apache-2.0 */
/* The report as one JSON object: docs/manifest-and-channels.md lists its members. */
#include "text.h"
#include "write.h"

#include <inttypes.h>
#include <signal.h>
#include <string.h>

static void put_string(struct writer *w, const char *text)
{
	if (!text) {
		put(w, "null");
		return;
	}
	put_char(w, '"');
	while (*text) {
		size_t n = text_visible(text);

		if (n == 0 && (unsigned char)*text > 127) {
			put(w, "\\ufffd");
			text++;
		} else if (n == 0 || *text == '"' || *text == '\\') {
			put_format(w, "\\u%04x", *text++);
		} else {
			while (n--)
				put_char(w, *text++);
		}
	}
	put_char(w, '"');
}

static void put_digest(struct writer *w, const struct session_digest *d)
{
	if (!d->size) {
		put(w, "null");
		return;
	}
	put_char(w, '"');
	put_hex(w, d);
	put_char(w, '"');
}

static const char *signal_name(int signal)
{
	static const struct {
		int number;
		const char *name;
	} names[] = {
		{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"}, {SIGILL, "SIGILL"}, {SIGFPE, "SIGFPE"},
		{SIGTRAP, "SIGTRAP"}, {SIGSYS, "SIGSYS"}, {SIGXCPU, "SIGXCPU"}, {SIGINT, "SIGINT"},
		{SIGTERM, "SIGTERM"}, {SIGHUP, "SIGHUP"}, {SIGQUIT, "SIGQUIT"}, {SIGPIPE, "SIGPIPE"},
		{SIGXFSZ, "SIGXFSZ"}, {SIGABRT, "SIGABRT"}, {SIGALRM, "SIGALRM"},
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].number == signal)
			return names[i].name;
	return "other";
}

static void put_validator(struct writer *w, const struct session_result *r)
{
	static const char *const verdicts[] = {
		[VERDICT_ACCEPTED] = "accepted", [VERDICT_REJECTED] = "rejected", [VERDICT_NOT_RUN] = "not run"};

	put(w, "  \"validator\": {\"verdict\": ");
	put_string(w, verdicts[r->verdict]);
	put_format(w, ", \"violations\": %" PRIu64, r->violations);
	if (r->violation.rule) {
		put_format(w, ", \"rule\": \"R%02u\", \"address\": \"0x%" PRIx64 "\", \"reason\": ",
		           r->violation.rule, r->violation.address);
		put_string(w, r->violation.reason);
	}
	put(w, "},\n");
}

static void put_fault(struct writer *w, const struct session_fault *f)
{
	put(w, "  \"fault\": ");
	if (!f->signal) {
		put(w, "null,\n");
		return;
	}
	put_format(w, "{\"signal\": \"%s\", \"number\": %d, \"ip\": \"0x%" PRIx64 "\", \"sp\": \"0x%" PRIx64 "\", \"address\": ",
	           signal_name(f->signal), f->signal, f->ip, f->sp);
	if (f->has_address)
		put_format(w, "\"0x%" PRIx64 "\"", f->address);
	else
		put(w, "null");
	put(w, ", \"what\": ");
	put_string(w, f->what);
	put(w, ", \"function\": ");
	put_string(w, f->symbol);
	if (f->symbol)
		put_format(w, ", \"offset\": %" PRIu64, f->offset);
	put(w, ", \"source\": ");
	put_string(w, f->source);
	put(w, "},\n");
}

static void put_channels(struct writer *w, const struct session_result *r)
{
	put(w, "  \"channels\": [");
	for (size_t i = 0; i < r->channel_count; i++) {
		const struct session_channel *c = &r->channels[i];

		put(w, i ? ",\n    {\"alias\": " : "\n    {\"alias\": ");
		put_string(w, c->alias);
		put_format(w, ", \"network\": %s, \"gets\": %" PRIu64 ", \"get_bytes\": %" PRIu64
		              ", \"puts\": %" PRIu64 ", \"put_bytes\": %" PRIu64 ", \"digest\": ",
		           c->network ? "true" : "false", c->gets, c->get_bytes, c->puts, c->put_bytes);
		put_digest(w, &c->digest);
		put_char(w, '}');
	}
	put(w, r->channel_count ? "\n  ]\n" : "]\n");
}

void report_json(struct writer *w, const struct session_result *r)
{
	put(w, "{\n  \"report\": 1,\n  \"state\": ");
	put_string(w, session_state_name(r->state));
	put(w, ",\n  \"message\": ");
	put_string(w, report_message(r));
	put_format(w, ",\n  \"exit_code\": %d,\n  \"exit_status\": %d,\n  \"guest_code\": ",
	           session_exit_code(r), session_exit_status(r));
	if (r->state == SESSION_OK)
		put_format(w, "%" PRId32, r->guest_code);
	else
		put(w, "null");
	put(w, ",\n  \"program\": ");
	put_string(w, r->program);
	put(w, ",\n");
	put_validator(w, r);
	put_fault(w, &r->fault);
	if (r->signal)
		put_format(w, "  \"signal\": \"%s\",\n", signal_name(r->signal));
	put_format(w, "  \"daemon\": %s,\n", r->daemon ? "true" : "false");
	put_format(w, "  \"time\": {\"wall_ns\": %" PRIu64 ", \"user_ns\": %" PRIu64 ", \"system_ns\": %" PRIu64 "},\n",
	           r->wall_ns, r->user_ns, r->system_ns);
	put_format(w, "  \"peak_memory\": %" PRIu64 ",\n  \"digest\": ", r->peak_memory);
	put_string(w, r->digest_name);
	put(w, ",\n  \"memory_digest\": ");
	put_digest(w, &r->memory_digest);
	put(w, ",\n");
	put_channels(w, r);
	put(w, "}\n");
}
