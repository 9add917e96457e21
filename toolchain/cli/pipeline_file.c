/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a pipeline: docs/cli.md, "zvm pipeline". */
#include "pipeline.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct reader {
	struct pipeline *p;
	unsigned line;
};

static _Noreturn void wrong(const struct reader *r, const char *what, const char *detail)
{
	fatal("%s:%u: %s%s%s", r->p->path, r->line, what, *detail ? ": " : "", detail);
}

static char *trim(char *s)
{
	char *end;

	while (isspace((unsigned char)*s))
		s++;
	end = s + strlen(s);
	while (end > s && isspace((unsigned char)end[-1]))
		*--end = '\0';
	return s;
}

/* Words at blanks; '...' and "..." keep blanks, no other character is special. */
static void split_words(const struct reader *r, char *text, struct list *out)
{
	while (*(text = text + strspn(text, " \t"))) {
		char *word = text, *to = text;
		bool more = true;

		while (more && *text) {
			if (*text == '"' || *text == '\'') {
				char quote = *text++;

				while (*text && *text != quote)
					*to++ = *text++;
				if (!*text)
					wrong(r, "a quotation mark is not closed", word);
				text++;
			} else if (*text == ' ' || *text == '\t') {
				text++;
				more = false;
			} else {
				*to++ = *text++;
			}
		}
		*to = '\0';
		list_add(out, word);
	}
}

static struct wire *add_wire(const struct reader *r, struct instance *i, enum wire_kind kind, const char *alias)
{
	struct wire *w;

	if (strncmp(alias, "/dev/", 5) || !alias[5] || strpbrk(alias, " \t,;#"))
		wrong(r, "expected a channel such as /dev/stdin", alias);
	for (size_t k = 0; k < i->wire_count; k++)
		if (!strcmp(i->wires[k].alias, alias))
			wrong(r, "this channel is connected already", alias);
	i->wires = array_add(i->wires, &i->wire_count, sizeof *i->wires);
	w = &i->wires[i->wire_count - 1];
	w->kind = kind;
	w->alias = alias;
	w->line = r->line;
	return w;
}

/* read = FILE as /dev/NAME, write = FILE as /dev/NAME */
static void take_file(const struct reader *r, struct instance *i, enum wire_kind kind, char *value)
{
	struct list words = {0};

	split_words(r, value, &words);
	if (words.count != 3 || strcmp(words.items[1], "as"))
		wrong(r, "expected FILE as /dev/NAME", value);
	add_wire(r, i, kind, words.items[2])->file = words.items[0];
}

/* connect = /dev/NAME -> INSTANCE:/dev/NAME [via unix|pipe|tcp[:ADDRESS:PORT]] */
static void take_connection(const struct reader *r, struct instance *i, char *value)
{
	struct list words = {0};
	char *peer, *colon;
	const char *via = "unix";
	struct wire *w;

	split_words(r, value, &words);
	if (words.count == 5 && !strcmp(words.items[3], "via"))
		via = words.items[4];
	else if (words.count != 3)
		wrong(r, "expected /dev/NAME -> INSTANCE:/dev/NAME", "");
	if (strcmp(words.items[1], "->"))
		wrong(r, "expected -> between the two ends", words.items[1]);
	peer = xstrdup(words.items[2]);
	colon = strchr(peer, ':');
	if (!colon)
		wrong(r, "expected INSTANCE:/dev/NAME", peer);
	*colon = '\0';
	w = add_wire(r, i, WIRE_UNIX, words.items[0]);
	w->peer = peer;
	w->peer_alias = colon + 1;
	if (!strcmp(via, "pipe"))
		w->kind = WIRE_PIPE;
	else if (!strcmp(via, "tcp") || !strncmp(via, "tcp:", 4))
		w->kind = WIRE_TCP;
	else if (strcmp(via, "unix"))
		wrong(r, "expected via unix, pipe, tcp or tcp:ADDRESS:PORT", via);
	if (!strncmp(via, "tcp:", 4))
		w->address = via + 4;
}

static void take_key(const struct reader *r, struct instance *i, const char *key, char *value)
{
	char *place = xprintf("%s:%u", r->p->path, r->line);
	static const char *const own[] = {"program", "args", "read", "write", "connect", NULL};
	const char *meant;
	bool known;

	message_place(place);
	known = options_set(&i->options, key, value);
	message_place(NULL);
	free(place);
	if (known)
		return;
	if (!strcmp(key, "program"))
		i->options.program = value;
	else if (!strcmp(key, "args"))
		split_words(r, value, &i->options.args);
	else if (!strcmp(key, "read"))
		take_file(r, i, WIRE_READ, value);
	else if (!strcmp(key, "write"))
		take_file(r, i, WIRE_WRITE, value);
	else if (!strcmp(key, "connect"))
		take_connection(r, i, value);
	else {
		meant = suggestion(key, options_names(own));
		wrong(r, meant ? xprintf("unknown key %s; did you mean", key) : "unknown key", meant ? meant : key);
	}
}

static void take_section(const struct reader *r, char *line)
{
	size_t length = strlen(line);
	struct instance *i;

	if (length < 3 || line[length - 1] != ']')
		wrong(r, "expected [INSTANCE]", line);
	line[length - 1] = '\0';
	if (line[1 + strspn(line + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")])
		wrong(r, "an instance's name holds letters, digits, '-' and '_' only", line + 1);
	if (pipeline_find(r->p, line + 1))
		wrong(r, "there is such an instance already", line + 1);
	r->p->instances = array_add(r->p->instances, &r->p->count, sizeof *r->p->instances);
	i = &r->p->instances[r->p->count - 1];
	i->name = line + 1;
	i->line = r->line;
	options_init(&i->options);
}

static void take_line(const struct reader *r, char *line)
{
	char *equals;

	line = trim(line);
	if (!*line || *line == '#')
		return;
	if (*line == '[') {
		take_section(r, line);
		return;
	}
	equals = strchr(line, '=');
	if (!equals)
		wrong(r, "expected key = value, [INSTANCE] or # comment", line);
	if (r->p->count == 0)
		wrong(r, "a key stands before the first [INSTANCE]", line);
	*equals = '\0';
	equals = trim(equals + 1);
	line = trim(line);
	if (!*equals)
		wrong(r, "this key has no value", line);
	take_key(r, &r->p->instances[r->p->count - 1], line, equals);
}

struct instance *pipeline_find(const struct pipeline *p, const char *name)
{
	for (size_t i = 0; i < p->count; i++)
		if (!strcmp(p->instances[i].name, name))
			return &p->instances[i];
	return NULL;
}

/* What no single line can show. */
static void check(struct reader *r)
{
	struct pipeline *p = r->p;

	for (size_t i = 0; i < p->count; i++) {
		struct instance *one = &p->instances[i];

		r->line = one->line;
		if (!one->options.program)
			wrong(r, "this instance has no program", one->name);
		for (size_t k = 0; k < one->wire_count; k++) {
			struct wire *w = &one->wires[k];
			struct instance *peer;

			r->line = w->line;
			if (!w->peer)
				continue;
			peer = pipeline_find(p, w->peer);
			if (!peer)
				wrong(r, "there is no such instance", w->peer);
			if (peer == one)
				wrong(r, "an instance cannot be connected with itself", w->peer);
			if (strncmp(w->peer_alias, "/dev/", 5) || !w->peer_alias[5] || strpbrk(w->peer_alias, " \t,;#"))
				wrong(r, "expected INSTANCE:/dev/NAME", w->peer_alias);
		}
	}
}

void pipeline_read(struct pipeline *p, const char *path)
{
	struct reader r = {.p = p};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = fd < 0 ? NULL : read_all(fd, NULL);

	p->path = path;
	if (!text)
		fatal("%s:", path);
	close(fd);
	while (text) {
		char *end = strchr(text, '\n');

		r.line++;
		if (end)
			*end++ = '\0';
		take_line(&r, text);
		text = end;
	}
	if (p->count == 0)
		fatal("%s: names no instance; `zvm pipeline --help` shows an example", path);
	check(&r);
}
