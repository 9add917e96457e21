/* SPDX-License-Identifier: Apache-2.0 */
#include "explain.h"

#include "json.h"
#include "symbolize.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	int signal;
	const char *name;
} faults[] = {
	{SIGSEGV, "segmentation fault"},
	{SIGBUS, "bus error"},
	{SIGILL, "illegal instruction"},
	{SIGFPE, "arithmetic error"},
	{SIGTRAP, "trap instruction"},
	{SIGSYS, "forbidden system call"},
};

static const char *fault_name(int64_t signal)
{
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		if (faults[i].signal == signal)
			return faults[i].name;
	return "fault";
}

/* For the terminal.  Whoever broke the sandbox could have written the report. */
static char *text_of(const char *report, const char *path)
{
	char *text = json_string(report, path);

	return text ? printable(text) : NULL;
}

static void explain_fault(const char *report, const struct session *s)
{
	uint64_t ip = (uint64_t)json_number(report, "fault.ip", 0);
	char *address = text_of(report, "fault.address");
	char *what = text_of(report, "fault.what");
	const char *name = fault_name(json_number(report, "fault.number", 0));
	struct location l = symbolize(s->program, ip);

	fprintf(stderr, "%s: %s", printable(s->options->program), name);
	if (address)
		fprintf(stderr, " at %s", address);
	if (what && strcmp(what, name))
		fprintf(stderr, " (%s%s)", what, strcmp(what, "stack overflow") ? "" : "; --stack gives it more");
	if (l.function)
		fprintf(stderr, " in function %.200s", printable(l.function));
	else
		fprintf(stderr, ", instruction at 0x%llx", (unsigned long long)ip);
	if (l.source)
		fprintf(stderr, " (%.200s)", printable(l.source));
	fputc('\n', stderr);
}

void explain(const struct running *r, const struct session *s)
{
	const struct options *o = s->options;
	const char *program = printable(o->program);
	const char *path = printable(s->program);
	char *state = json_string(r->report, "state");
	char *message = text_of(r->report, "message");

	if (r->status == 128 + SIGSYS) {
		fprintf(stderr, "%s: was stopped at a forbidden system call: it broke out of the validator's rules, "
		        "not out of the sandbox; please report it with the program\n", program);
	} else if (r->status == 128 + SIGKILL) {
		fprintf(stderr, "%s: was killed, for lack of memory or by somebody\n", program);
	} else if (!state || !strcmp(state, "killed")) {
		/* By another signal, or not even started. */
		if (r->status >= 128)
			fprintf(stderr, "%s: ended by signal %d: %s\n", program, r->status - 128, strsignal(r->status - 128));
		else
			fprintf(stderr, "%s: the loader ended without a report (status %d)\n", program, r->status);
	} else if (!strcmp(state, "fault")) {
		explain_fault(r->report, s);
	} else if (!strcmp(state, "timeout")) {
		fprintf(stderr, "%s: ended: the time limit of %u s is over\n", program, o->timeout);
	} else if (!strcmp(state, "cpu-limit")) {
		fprintf(stderr, "%s: ended: it used its %u s of processor time\n", program, o->cpu);
	} else if (message && !strncmp(message, "program ", 8) && !strncmp(message + 8, path, strlen(path)) &&
	           message[8 + strlen(path)] == ':') {
		fprintf(stderr, "%s%s\n", program, message + 8 + strlen(path));
	} else if (strcmp(state, "ok") && strcmp(state, "interrupted")) {
		fprintf(stderr, "%s: %s\n", program, message ? message : state);
	}
	free(state);
	free(message);
}

/* A JSON string literal for a name out of a symbol table. */
static char *quote(const char *text)
{
	char *out = xrealloc(NULL, 6 * strlen(text) + 3, 1), *p = out;

	*p++ = '"';
	for (; *text; text++) {
		if ((unsigned char)*text < ' ' || *text == '"' || *text == '\\' || (unsigned char)*text > 126)
			p += sprintf(p, "\\u%04x", (unsigned char)*text);
		else
			*p++ = *text;
	}
	*p++ = '"';
	*p = '\0';
	return out;
}

static char *replace_null(char *report, const char *path, const char *value)
{
	const char *at = json_find(report, path);
	char *quoted, *out;

	if (!value || !at || strncmp(at, "null", 4))
		return report;
	quoted = quote(value);
	out = xprintf("%.*s%s%s", (int)(at - report), report, quoted, at + 4);
	free(quoted);
	free(report);
	return out;
}

char *report_with_symbols(const struct running *r, const char *program)
{
	char *report = xstrdup(r->report);
	int64_t ip = json_number(report, "fault.ip", -1);

	if (ip >= 0) {
		struct location l = symbolize(program, (uint64_t)ip);

		report = replace_null(report, "fault.function", l.function);
		report = replace_null(report, "fault.source", l.source);
	}
	return report;
}
