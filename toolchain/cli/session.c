#include "session.h"

#include <inttypes.h>
#include <string.h>

/* No quota: the largest number that a manifest can hold. */
#define UNLIMITED INT64_MAX

void session_write_manifest(FILE *out, const struct session *s)
{
	fprintf(out, "Version = 20130611\n");
	fprintf(out, "Program = %s\n", s->options->program);
	fprintf(out, "Memory = %" PRIu64 ", 0\n", s->options->memory);
	fprintf(out, "Timeout = %" PRIu32 "\n", s->options->timeout);
	for (size_t i = 0; i < s->channel_count; i++) {
		const struct channel *c = &s->channels[i];
		int64_t gets = c->reads ? UNLIMITED : 0;
		int64_t puts = c->writes ? UNLIMITED : 0;

		fprintf(out, "Channel = %s, %s, %d, 0, %" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 "\n",
		        c->uri, c->alias, c->type, gets, gets, puts, puts);
	}
}

/* nvram gives a meaning to most punctuation: all but these goes as \xHH. */
static void write_escaped(FILE *out, const char *text, size_t length)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:+@%-";

	for (size_t i = 0; i < length; i++) {
		if (memchr(plain, text[i], sizeof plain - 1))
			fputc(text[i], out);
		else
			fprintf(out, "\\x%02x", (unsigned char)text[i]);
	}
}

void session_write_nvram(FILE *out, const struct session *s)
{
	const struct options *o = s->options;

	fputs("[args]\nargs=", out);
	for (size_t i = 0; i < s->args.count; i++) {
		fputs(i ? " \"" : "\"", out);
		write_escaped(out, s->args.items[i], strlen(s->args.items[i]));
		fputc('"', out);
	}
	fputc('\n', out);
	if (o->env.count)
		fputs("[env]\n", out);
	for (size_t i = 0; i < o->env.count; i++) {
		const char *name = o->env.items[i];
		const char *value = strchr(name, '=') + 1;

		fputs("name=", out);
		write_escaped(out, name, (size_t)(value - 1 - name));
		fputs(", value=", out);
		write_escaped(out, value, strlen(value));
		fputc('\n', out);
	}
	if (o->time)
		fprintf(out, "[time]\nseconds=%s\n", o->time);
	if (o->seed) {
		fputs("[random]\nseed=", out);
		write_escaped(out, o->seed, strlen(o->seed));
		fputc('\n', out);
	}
}
