/* SPDX-License-Identifier: Apache-2.0 */
#include "save.h"

#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void save_copy(struct channel *c, const char *directory)
{
	const char *name = strrchr(c->alias, '/') + 1;
	char *path = xprintf("%s/%s", directory, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0)
		fatal("--save: %s: cannot write:", path);
	if (c->reads) {
		if (lseek(c->fd, 0, SEEK_SET) < 0)
			fatal("--save: %s is a pipe and cannot be kept; give a file", c->alias);
		if (!copy_all(c->fd, fd))
			fatal("--save: %s: cannot write:", path);
		lseek(c->fd, 0, SEEK_SET);
	}
	if (close(fd) < 0)
		fatal("--save: %s: cannot write:", path);
	c->path = path;
}

/* A program out of an image has no path of its own; the others get an absolute one. */
static void save_program(struct session *s, const char *directory)
{
	char *path;
	int from, to;

	if (strncmp(s->program, "/proc/self/fd/", 14)) {
		s->program = files_absolute(s->program);
		return;
	}
	path = xprintf("%s/boot", directory);
	from = open(s->program, O_RDONLY | O_CLOEXEC);
	to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0777);
	if (from < 0 || to < 0 || !copy_all(from, to) || close(to) < 0)
		fatal("--save: %s: cannot write:", path);
	close(from);
	s->program = path;
}

void save_session(struct session *s, const char *directory)
{
	char *whole, *path;
	FILE *out;

	if (mkdir(directory, 0777) < 0 && errno != EEXIST)
		fatal("--save %s:", directory);
	whole = files_absolute(directory);
	for (size_t i = 0; i < s->channel_count; i++)
		if (!s->channels[i].path)
			save_copy(&s->channels[i], whole);
	save_program(s, whole);
	path = xprintf("%s/manifest", whole);
	out = fopen(path, "w");
	if (!out)
		fatal("--save: %s: cannot write:", path);
	session_write_manifest(out, s, true);
	if (fclose(out))
		fatal("--save: %s: cannot write:", path);
	free(path);
	free(whole);
}
