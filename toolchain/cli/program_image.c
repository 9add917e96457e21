/* SPDX-License-Identifier: Apache-2.0 */
/* A program that lies in a tar image, not on this machine. */
#include "program.h"

#include "tar.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINKS_MAX = 8 }; /* links from one name to the next, as many as make sense */

/* "./bin//lua" and "/bin/lua" are the same name of an image at /. */
static char *normal(const char *mount, const char *name)
{
	char *out = xrealloc(NULL, strlen(mount) + strlen(name) + 3, 1), *p = out;
	const char *parts[] = {mount, name};

	for (int i = 0; i < 2; i++) {
		for (const char *s = parts[i]; *s;) {
			size_t length = strcspn(s, "/");

			if (length && !(length == 1 && *s == '.')) {
				*p++ = '/';
				memcpy(p, s, length);
				p += length;
			}
			s += length;
			s += *s == '/';
		}
	}
	*p = '\0';
	return out;
}

/* The path that a link names; symbolic ones start at their own folder. */
static char *link_target(const char *mount, const char *path, const struct tar_entry *e)
{
	if (e->type == TAR_HARD_LINK)
		return normal(mount, e->link);
	if (*e->link == '/')
		return normal("", e->link);
	return normal(xprintf("%.*s", (int)(strrchr(path, '/') - path), path), e->link);
}

static int extract(int archive, const struct tar_entry *e, const char *path)
{
	static char buffer[1 << 16];
	int fd = memory_file(path);

	for (uint64_t done = 0; done < e->size;) {
		size_t want = e->size - done < sizeof buffer ? (size_t)(e->size - done) : sizeof buffer;
		ssize_t n = pread(archive, buffer, want, e->offset + (off_t)done);

		if (n <= 0 || !write_all(fd, buffer, (size_t)n))
			fatal("%s: cannot take it out of its image:", path);
		done += (uint64_t)n;
	}
	return fd;
}

/* Looks for *path; if it is a link, *path becomes its target. */
static int search(const struct mount_option *m, char **path)
{
	int archive = open(m->host, O_RDONLY | O_NOCTTY | O_CLOEXEC), found = -1;
	struct tar_reader r;

	if (archive < 0)
		return -1; /* volumes_add complains */
	tar_open(&r, archive);
	while (found < 0 && tar_read(&r) == 1) {
		char *name = normal(m->guest, r.e.name);

		if (!strcmp(name, *path)) {
			if (r.e.type == TAR_FILE)
				found = extract(archive, &r.e, *path);
			else if (r.e.type == TAR_HARD_LINK || r.e.type == TAR_SYMLINK)
				*path = link_target(m->guest, name, &r.e);
		}
		free(name);
	}
	tar_close(&r);
	close(archive);
	return found;
}

char *program_in_images(const struct options *o)
{
	char *path = normal("", o->program);

	if (access(o->program, F_OK) == 0 || errno != ENOENT)
		return NULL;
	for (int link = 0; link < LINKS_MAX; link++) {
		char *before = path;

		/* The last image lies over the others. */
		for (size_t i = o->mount_count; i-- > 0;) {
			int fd = o->mounts[i].image && o->mounts[i].access != ACCESS_WO ? search(&o->mounts[i], &path) : -1;

			if (fd >= 0)
				return xprintf("/proc/self/fd/%d", fd);
			if (path != before)
				break;
		}
		if (path == before)
			break;
	}
	return NULL;
}
