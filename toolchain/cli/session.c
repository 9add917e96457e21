/* SPDX-License-Identifier: Apache-2.0 */
#include "session.h"

#include <inttypes.h>
#include <string.h>

/* No quota: the largest number that a manifest can hold. */
#define UNLIMITED INT64_MAX

struct channel *session_add_channel(struct session *s, struct channel c)
{
	s->channels = array_add(s->channels, &s->channel_count, sizeof *s->channels);
	s->channels[s->channel_count - 1] = c;
	return &s->channels[s->channel_count - 1];
}

void session_add_mount(struct session *s, struct mount m)
{
	s->mounts = array_add(s->mounts, &s->mount_count, sizeof *s->mounts);
	s->mounts[s->mount_count - 1] = m;
}

/* A manifest gives a meaning to these bytes. */
static void write_path(FILE *out, const char *path)
{
	for (; *path; path++) {
		if ((unsigned char)*path <= ' ' || *path == 127 || strchr(",;#\\", *path))
			fprintf(out, "\\x%02x", (unsigned char)*path);
		else
			fputc(*path, out);
	}
}

static void write_source(FILE *out, const struct channel *c, bool kept)
{
	if (c->fd >= 0 && !(kept && c->path))
		fprintf(out, "fd:%d", c->fd);
	else if (c->uri)
		fputs(c->path, out);
	else
		write_path(out, c->path);
}

void session_write_manifest(FILE *out, const struct session *s, bool kept)
{
	const struct options *o = s->options;

	fputs("Version = 20130611\nProgram = ", out);
	write_path(out, s->program);
	fprintf(out, "\nMemory = %" PRIu64 ", %d\n", o->memory, o->digest != NULL);
	fprintf(out, "Timeout = %" PRIu32 "\n", o->timeout);
	if (o->cpu)
		fprintf(out, "CpuTime = %" PRIu32 "\n", o->cpu);
	if (o->stack)
		fprintf(out, "Stack = %" PRIu64 "\n", o->stack);
	if (o->digest)
		fprintf(out, "Digest = %s\n", o->digest);
	if (o->jail)
		fputs("Jail = 1\n", out);
	for (size_t i = 0; i < s->channel_count; i++) {
		const struct channel *c = &s->channels[i];
		int64_t gets = c->reads ? UNLIMITED : 0;
		int64_t puts = c->writes ? UNLIMITED : 0;

		fputs("Channel = ", out);
		write_source(out, c, kept);
		fprintf(out, ", %s, %d, %d, %" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64 "\n",
		        c->alias, kept && c->uri ? 0 : c->type, o->digest != NULL, gets, gets, puts,
		        c->writes && c->put_size ? c->put_size : puts);
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

static void write_value(FILE *out, const char *text)
{
	write_escaped(out, text, strlen(text));
}

static void write_args(FILE *out, const struct session *s)
{
	fputs("[args]\nargs=", out);
	for (size_t i = 0; i < s->args.count; i++) {
		fputs(i ? " \"" : "\"", out);
		write_value(out, s->args.items[i]);
		fputc('"', out);
	}
	fputc('\n', out);
}

static void write_env(FILE *out, const struct session *s)
{
	if (s->env.count)
		fputs("[env]\n", out);
	for (size_t i = 0; i < s->env.count; i++) {
		const char *name = s->env.items[i];
		const char *value = strchr(name, '=') + 1;

		fputs("name=", out);
		write_escaped(out, name, (size_t)(value - 1 - name));
		fputs(", value=", out);
		write_value(out, value);
		fputc('\n', out);
	}
}

static void write_mounts(FILE *out, const struct session *s)
{
	if (s->mount_count)
		fputs("[fstab]\n", out);
	for (size_t i = 0; i < s->mount_count; i++) {
		fputs("channel=", out);
		write_value(out, s->mounts[i].channel);
		fputs(", mountpoint=", out);
		write_value(out, s->mounts[i].guest);
		fprintf(out, ", access=%s\n", s->mounts[i].output ? "wo" : "ro");
	}
}

void session_write_nvram(FILE *out, const struct session *s)
{
	const struct options *o = s->options;

	write_args(out, s);
	write_env(out, s);
	write_mounts(out, s);
	if (o->time || o->step)
		fputs("[time]\n", out);
	if (o->time)
		fprintf(out, "seconds=%s\n", o->time);
	if (o->step)
		fprintf(out, "step=%" PRIu64 "\n", o->step);
	if (o->seed) {
		fputs("[random]\nseed=", out);
		write_value(out, o->seed);
		fputc('\n', out);
	}
}
