/* SPDX-License-Identifier: Apache-2.0 */
#include "verify.h"

#include "explain.h"
#include "json.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* The descriptors of one channel in both runs. */
struct ends {
	int real;   /* what the user connected */
	int run[2]; /* what each run sees */
	bool give;  /* the first run's output goes to `real` afterwards */
};

static int copy_of(int fd, const char *what)
{
	int copy = temporary_file();

	if (!copy_all(fd, copy))
		fatal("--verify-deterministic: cannot copy %s:", what);
	lseek(copy, 0, SEEK_SET);
	return copy;
}

/* Such as /dev/urandom: nothing that can be kept for a second run. */
static bool is_endless(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && !isatty(fd) && st.st_rdev != makedev(1, 3);
}

/*
 * Both runs must see the same kind of thing in the same state: streams become
 * files, and what is written becomes a private copy.
 */
static struct ends prepare(const struct channel *c)
{
	struct ends e = {.real = c->fd, .run = {c->fd, c->fd}};

	if (c->fd < 0)
		return e;
	if (c->reads && c->writes) {
		for (int i = 0; i < 2; i++) {
			lseek(c->fd, 0, SEEK_SET);
			e.run[i] = copy_of(c->fd, c->alias);
		}
		e.give = true;
	} else if (c->writes) {
		e.give = c->path; /* else it is a temporary file of ours already */
		e.run[0] = e.give ? temporary_file() : c->fd;
		e.run[1] = temporary_file();
	} else if (c->type == 0) {
		if (is_endless(c->fd))
			fatal("--verify-deterministic: %s is a device that gives other data each time; give a file", c->alias);
		e.run[0] = e.run[1] = copy_of(c->fd, c->alias);
	}
	return e;
}

/* A channel that has the path in place of the descriptor must use the copy. */
static void connect_run(struct session *s, const struct ends *ends, int run)
{
	for (size_t i = 0; i < s->channel_count; i++) {
		struct channel *c = &s->channels[i];

		if (c->fd < 0)
			continue;
		c->fd = ends[i].run[run];
		if (c->type == 0 && c->reads)
			lseek(c->fd, 0, SEEK_SET);
	}
}

static void give_output(const struct session *s, const struct ends *ends)
{
	for (size_t i = 0; i < s->channel_count; i++) {
		const struct ends *e = &ends[i];

		if (!e->give)
			continue;
		lseek(e->run[0], 0, SEEK_SET);
		if (s->channels[i].reads && (ftruncate(e->real, 0) < 0 || lseek(e->real, 0, SEEK_SET) < 0))
			fatal("--verify-deterministic: %s: cannot write back:", s->channels[i].alias);
		if (!copy_all(e->run[0], e->real))
			fatal("--verify-deterministic: %s: cannot write:", s->channels[i].alias);
	}
}

static bool same_member(const char *a, const char *b, const char *path)
{
	const char *x = json_find(a, path), *y = json_find(b, path);
	size_t length;

	if (!x || !y)
		return x == y;
	length = (size_t)(json_end(x) - x);
	return (size_t)(json_end(y) - y) == length && !memcmp(x, y, length);
}

static unsigned compare(const char *a, const char *b)
{
	static const struct {
		const char *path, *name;
	} members[] = {
		{"state", "the way they end"},
		{"guest_code", "the exit code"},
		{"fault", "the fault"},
		{"memory_digest", "the memory"},
	};
	unsigned differences = 0;
	const char *x, *y;

	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		if (same_member(a, b, members[i].path))
			continue;
		warning("not deterministic: the runs differ in %s", members[i].name);
		differences++;
	}
	x = json_items(json_find(a, "channels"));
	y = json_items(json_find(b, "channels"));
	for (; x && y; x = json_next(x), y = json_next(y)) {
		char *alias = json_string(x, "alias");

		if (!same_member(x, y, "digest") || !same_member(x, y, "gets") || !same_member(x, y, "puts")) {
			warning("not deterministic: the runs differ on channel %s", alias ? alias : "?");
			differences++;
		}
		free(alias);
	}
	return differences;
}

void verify_session(struct session *s, struct running *r)
{
	struct ends *ends = xrealloc(NULL, s->channel_count, sizeof *ends);
	struct running second;
	char *state;

	for (size_t i = 0; i < s->channel_count; i++)
		ends[i] = prepare(&s->channels[i]);
	connect_run(s, ends, 0);
	*r = start_session(s);
	start_wait(r);
	give_output(s, ends);
	state = json_string(r->report, "state");
	if (!state || (strcmp(state, "ok") && strcmp(state, "fault"))) {
		warning("not verified: the first run did not come to its end");
	} else {
		connect_run(s, ends, 1);
		second = start_session(s);
		start_wait(&second);
		if (compare(r->report, second.report)) {
			r->status = EXIT_DIFFERS;
		} else {
			char *digest = json_string(r->report, "memory_digest");

			warning("deterministic: two runs gave the same output and memory (%s %s)",
			        s->options->digest, digest ? digest : "");
			free(digest);
		}
	}
	free(state);
	free(ends);
}
