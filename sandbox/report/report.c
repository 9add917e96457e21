/* SPDX-License-Identifier: Apache-2.0 */
/* The table of states, and what both formats share. */
#include "report.h"
#include "write.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
	STATUS_GUEST = -1,  /* the guest's own code */
	STATUS_SIGNAL = -2, /* 128 + signal */
	STATUS_LIMIT = 124, /* as timeout(1) */
	STATUS_SETUP = 125, /* these three as env(1) and timeout(1) */
	STATUS_REFUSED = 126,
	STATUS_NOT_FOUND = 127,
	STATUS_KILLED = 137   /* as SIGKILL does */
};

/* The one list of exit codes; docs/manifest-and-channels.md shows it to users. */
static const struct state {
	const char *name;
	int exit_code;   /* errno value; the session's own `code` goes before it if not 0 */
	int exit_status; /* under --exit-status */
	const char *text;
} states[SESSION_STATES] = {
	[SESSION_OK] = {"ok", 0, STATUS_GUEST, "ok"},
	[SESSION_FAULT] = {"fault", EINTR, STATUS_SIGNAL, "the program faulted"},
	[SESSION_TIMEOUT] = {"timeout", ETIMEDOUT, STATUS_LIMIT, "session timeout"},
	[SESSION_CPU_LIMIT] = {"cpu-limit", ETIME, STATUS_LIMIT, "processor time limit exceeded"},
	[SESSION_INTERRUPTED] = {"interrupted", EINTR, STATUS_SIGNAL, "a signal ended the session"},
	[SESSION_BLOCKED] = {"blocked", EPERM, STATUS_SIGNAL, "a forbidden system call was stopped"},
	[SESSION_KILLED] = {"killed", EINTR, STATUS_KILLED, "the session was killed: by the filter, for lack of memory, or from outside"},
	[SESSION_USAGE] = {"usage", EINVAL, STATUS_SETUP, "wrong command line"},
	[SESSION_MANIFEST] = {"manifest", EFAULT, STATUS_SETUP, "the manifest is wrong"},
	[SESSION_NO_PROGRAM] = {"no-program", ENOENT, STATUS_NOT_FOUND, "the program cannot be opened"},
	[SESSION_NOT_ZVM] = {"not-zvm", ENOEXEC, STATUS_REFUSED, "the file is no program for the sandbox"},
	[SESSION_REJECTED] = {"rejected", ENOEXEC, STATUS_REFUSED, "the validator refuses the program"},
	[SESSION_CPU_MISSING] = {"cpu-missing", EOPNOTSUPP, STATUS_REFUSED, "the program needs instructions that this processor lacks"},
	[SESSION_NO_MEMORY] = {"no-memory", ENOMEM, STATUS_SETUP, "not enough memory"},
	[SESSION_CHANNEL] = {"channel", EIO, STATUS_SETUP, "a channel cannot be opened"},
	[SESSION_IO] = {"io", EIO, STATUS_SETUP, "the host failed to serve a channel"},
	[SESSION_PEER] = {"peer", EPIPE, STATUS_SETUP, "the other end of a channel failed"},
	[SESSION_HOST] = {"host", EPERM, STATUS_SETUP, "this machine does not allow a sandbox"},
	[SESSION_INTERNAL] = {"internal", ENOTTY, STATUS_SETUP, "a defect of the loader"},
};

const char *session_state_name(enum session_state state)
{
	return states[state].name;
}

const char *session_state_text(enum session_state state)
{
	return states[state].text;
}

int session_exit_code(const struct session_result *r)
{
	const struct state *s = &states[r->state];

	return r->state != SESSION_OK && r->code > 0 && r->code < 256 ? r->code : s->exit_code;
}

int session_exit_status(const struct session_result *r)
{
	int status = states[r->state].exit_status;

	if (status == STATUS_GUEST)
		return r->guest_code & 0xFF;
	if (status == STATUS_SIGNAL)
		return 128 + (r->state == SESSION_INTERRUPTED ? r->signal : r->fault.signal);
	/* As a shell: 127 for a name that is not there, 126 for one of no use. */
	if (status == STATUS_NOT_FOUND && r->code && r->code != ENOENT)
		return STATUS_REFUSED;
	return status;
}

const char *report_message(const struct session_result *r)
{
	return r->error ? r->error : states[r->state].text;
}

struct report_totals report_totals(const struct session_result *r, bool network)
{
	struct report_totals t = {0};

	for (size_t i = 0; i < r->channel_count; i++) {
		const struct session_channel *c = &r->channels[i];

		if (c->network != network)
			continue;
		t.gets += c->gets;
		t.get_bytes += c->get_bytes;
		t.puts += c->puts;
		t.put_bytes += c->put_bytes;
	}
	return t;
}

void writer_flush(struct writer *w)
{
	if (w->used && !w->failed && !w->sink(w->context, w->buffer, w->used))
		w->failed = true;
	w->used = 0;
}

void put_char(struct writer *w, char c)
{
	if (w->used == sizeof w->buffer)
		writer_flush(w);
	w->buffer[w->used++] = c;
}

void put(struct writer *w, const char *text)
{
	while (*text)
		put_char(w, *text++);
}

void put_format(struct writer *w, const char *format, ...)
{
	char piece[256]; /* callers format numbers and short names only */
	va_list args;

	va_start(args, format);
	vsnprintf(piece, sizeof piece, format, args);
	va_end(args);
	put(w, piece);
}

void put_hex(struct writer *w, const struct session_digest *digest)
{
	for (size_t i = 0; i < digest->size && i < sizeof digest->bytes; i++)
		put_format(w, "%02x", digest->bytes[i]);
}

bool report_write(const struct session_result *r, enum report_format format,
                  report_sink *sink, void *context)
{
	struct writer w;

	w.sink = sink;
	w.context = context;
	w.failed = false;
	w.used = 0;
	if (format == REPORT_JSON)
		report_json(&w, r);
	else
		report_lines(&w, r);
	writer_flush(&w);
	return !w.failed;
}
