/* SPDX-License-Identifier: Apache-2.0 */
#include "volume.h"

#include "files.h"
#include "sync.h"
#include "tar.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* An archive holds what fits into the guest's memory; headers and padding double it at most. */
static int64_t archive_limit(const struct session *s)
{
	return (int64_t)(2 * s->options->memory + (1 << 20));
}

static const struct {
	const char *magic;
	size_t length;
	const char *tool;
} compressed[] = {
	{"\x1f\x8b", 2, "gunzip"},
	{"\xfd" "7zXZ", 5, "unxz"},
	{"BZh", 3, "bunzip2"},
	{"\x28\xb5\x2f\xfd", 4, "unzstd"},
	{"PK\3\4", 4, "unzip, then tar"},
};

/* A wrong file is better explained here than inside the sandbox. */
static void check_image(const char *path, int fd)
{
	char head[512];
	ssize_t size = pread(fd, head, sizeof head, 0);
	struct tar_reader r;

	if (size < 0)
		fatal("--image %s: cannot read:", path);
	for (size_t i = 0; i < sizeof compressed / sizeof *compressed; i++)
		if ((size_t)size > compressed[i].length && !memcmp(head, compressed[i].magic, compressed[i].length))
			fatal("--image %s: is compressed; unpack it first (%s)", path, compressed[i].tool);
	tar_open(&r, fd);
	if (tar_read(&r) < 0)
		fatal("--image %s: is no tar archive: %s", path, r.error);
	tar_close(&r);
}

static void add_input(struct session *s, const struct mount_option *m, struct volume *v)
{
	struct channel c = {.type = 3, .reads = true};
	char *name;

	if (m->image) {
		c.fd = open(m->host, O_RDONLY | O_NOCTTY);
		if (c.fd < 0)
			fatal("--image %s: cannot open:", m->host);
		check_image(m->host, c.fd);
		c.path = files_absolute(m->host);
		name = xstrdup(m->host);
	} else {
		c.fd = temporary_file();
		tree_pack(m->host, c.fd, &v->before);
		name = files_absolute(m->host); /* "." has a better name too */
		name = xprintf("%s.tar", name);
	}
	c.alias = files_alias(s, name);
	free(name);
	session_add_channel(s, c);
	session_add_mount(s, (struct mount){c.alias, m->guest, false});
}

/*
 * Sequential: an export that fails is then cut off, which shows.  (On a channel
 * with random writes ZRT leaves an empty archive, which would delete everything.)
 */
static void add_output(struct session *s, const struct mount_option *m, struct volume *v)
{
	struct channel c = {.type = 0, .writes = true, .fd = temporary_file(), .put_size = archive_limit(s)};
	char *name = xprintf("%s.out.tar", m->image ? "image" : "volume");

	c.alias = files_alias(s, name);
	free(name);
	v->output = c.fd;
	session_add_channel(s, c);
	session_add_mount(s, (struct mount){c.alias, m->guest, true});
}

void volumes_add(struct volumes *v, struct session *s)
{
	const struct options *o = s->options;

	for (size_t i = 0; i < o->mount_count; i++) {
		const struct mount_option *m = &o->mounts[i];
		struct volume *item;

		v->items = array_add(v->items, &v->count, sizeof *v->items);
		item = &v->items[v->count - 1];
		item->option = m;
		item->output = -1;
		if (m->access != ACCESS_WO)
			add_input(s, m, item);
		if (m->access != ACCESS_RO)
			add_output(s, m, item);
	}
}

static bool is_complete(const char *path, int archive)
{
	struct tar_reader r;
	int more;

	tar_open(&r, archive);
	while ((more = tar_read(&r)) == 1)
		;
	tar_close(&r);
	if (more < 0)
		warning("--image %s: not written: %s", path, r.error);
	return more == 0;
}

/* The new file takes the old one's place at once, so a full disk harms nothing. */
static bool replace_image(const char *path, int archive)
{
	char *target = realpath(path, NULL); /* the file behind a link, if it exists */
	char *temporary;
	int fd;
	bool ok;

	if (!is_complete(path, archive))
		return false;
	if (!target)
		target = xstrdup(path);
	temporary = xprintf("%s.zvm-XXXXXX", target);
	fd = mkstemp(temporary);
	ok = fd >= 0 && lseek(archive, 0, SEEK_SET) == 0 && copy_all(archive, fd) && fchmod(fd, 0644) == 0;
	ok = (fd < 0 || close(fd) == 0) && ok && rename(temporary, target) == 0;
	if (!ok) {
		warning("--image %s: cannot write:", path);
		if (fd >= 0)
			unlink(temporary);
	}
	free(temporary);
	free(target);
	return ok;
}

bool volumes_finish(const struct volumes *v, bool ended)
{
	bool ok = true;

	for (size_t i = 0; i < v->count; i++) {
		const struct volume *item = &v->items[i];

		if (item->output < 0)
			continue;
		if (!ended) {
			warning("%s: nothing is written back: the program did not come to its end", item->option->host);
			ok = false;
		} else if (item->option->image) {
			ok &= replace_image(item->option->host, item->output);
		} else {
			ok &= sync_folder(item->option->host, item->output, &item->before);
		}
	}
	return ok;
}
