/* SPDX-License-Identifier: Apache-2.0 */
#include "sync_impl.h"

#include "common.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/*
 * The path without "./" and doubled slashes, or NULL if it is empty, longer than the
 * host takes, leaves the folder, or is one of our own staging folders.
 */
static char *normal_path(const char *name)
{
	char *out = xrealloc(NULL, strlen(name) + 1, 1), *p = out;

	if (strlen(name) >= PATH_MAX)
		goto bad;
	while (*name) {
		size_t length = strcspn(name, "/");

		if (length == 2 && !strncmp(name, "..", 2))
			goto bad;
		if (length && !(length == 1 && *name == '.')) {
			if (length > 255 || !strncmp(name, TREE_STAGING, sizeof TREE_STAGING - 1))
				goto bad;
			if (p > out)
				*p++ = '/';
			memcpy(p, name, length);
			p += length;
		}
		name += length;
		name += *name == '/';
	}
	*p = '\0';
	if (p > out)
		return out;
bad:
	free(out);
	return NULL;
}

/*
 * Whether a symbolic link at `path` stays in the folder.  ".." is good at the
 * start only: behind a name that is a link itself it could lead anywhere.
 */
bool sync_link_stays(const char *path, const char *target)
{
	int depth = 0;
	bool named = false;

	if (*target == '/')
		return false;
	for (; (path = strchr(path, '/')); path++)
		depth++;
	while (*target) {
		size_t length = strcspn(target, "/");

		if (length == 2 && !strncmp(target, "..", 2)) {
			if (named || --depth < 0)
				return false;
		} else if (length && !(length == 1 && *target == '.')) {
			named = true;
		}
		target += length;
		target += *target == '/';
	}
	return true;
}

static int by_path(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return strcmp(x->path, y->path);
}

struct member *sync_find(const struct sync *s, const char *path)
{
	struct member key = {0};
	union {
		const char *in;
		char *out;
	} name = {.in = path};

	key.path = name.out; /* only compared */
	return bsearch(&key, s->members, s->count, sizeof key, by_path);
}

void sync_complain(const struct sync *s, const char *path, const char *why)
{
	warning("%s/%s: %s", s->folder, printable(path), why);
}

bool sync_list(struct sync *s)
{
	struct tar_reader r;
	int more;

	tar_open(&r, s->archive);
	while ((more = tar_read(&r)) == 1) {
		const struct tar_entry *e = &r.e;
		char *path = normal_path(e->name), *target = NULL;
		struct member *m;

		if (!path) {
			if (strcmp(e->name, ".") && strcmp(e->name, "/") && *e->name)
				sync_complain(s, e->name, "left out: the name leads out of the folder, or is too long");
			continue;
		}
		if (e->type == TAR_HARD_LINK && !(target = normal_path(e->link))) {
			sync_complain(s, path, "left out: linked to something outside the folder");
			continue;
		}
		if (e->type == TAR_CHAR || e->type == TAR_BLOCK || e->type == TAR_FIFO) {
			sync_complain(s, path, "left out: neither file, folder nor link");
			continue;
		}
		s->members = array_add(s->members, &s->count, sizeof *s->members);
		m = &s->members[s->count - 1];
		m->path = path;
		m->link = target ? target : xstrdup(e->link);
		m->type = e->type;
		m->mode = e->mode & 0777;
		m->size = e->size;
		m->offset = e->offset;
	}
	if (more < 0)
		warning("%s: not written back: %s", s->folder, r.error);
	tar_close(&r);
	if (more < 0)
		return false;
	if (s->count)
		qsort(s->members, s->count, sizeof *s->members, by_path);
	return true;
}

/* The first member whose path is not less than `path`; as if the list ended with the largest. */
static const struct member *not_less(const struct sync *s, const char *path)
{
	size_t low = 0, high = s->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(s->members[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->count ? &s->members[low] : NULL;
}

/* A name twice, or below a file: the archive describes no tree. */
bool sync_is_tree(const struct sync *s)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct member *m = &s->members[i], *below;
		char *folder;

		if (i && !strcmp(m[-1].path, m->path)) {
			sync_complain(s, m->path, "twice in the archive; nothing is written back");
			return false;
		}
		if (m->type == TAR_DIRECTORY)
			continue;
		/* What lies below it would follow where its path with a slash belongs. */
		folder = xprintf("%s/", m->path);
		below = not_less(s, folder);
		if (below && !strncmp(below->path, folder, strlen(folder))) {
			sync_complain(s, below->path, "lies below a file; nothing is written back");
			return false;
		}
		free(folder);
	}
	return true;
}
