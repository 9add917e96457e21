/* SPDX-License-Identifier: Apache-2.0 */
#include "sync.h"

#include "common.h"
#include "sync_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The folder that holds `path`, reached without following any link; -1 and errno. */
static int open_parent(const struct sync *s, const char *path, const char **name)
{
	struct open_how how = {.flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
	                       .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
	const char *slash = strrchr(path, '/');
	char *parent = slash ? xprintf("%.*s", (int)(slash - path), path) : xstrdup(".");
	int fd = (int)syscall(SYS_openat2, s->root, parent, &how, sizeof how);

	free(parent);
	*name = slash ? slash + 1 : path;
	return fd;
}

/* What the host has there now; false if nothing. */
static bool host_stat(const struct sync *s, const char *path, struct stat *st)
{
	const char *name;
	int parent = open_parent(s, path, &name);
	bool found = parent >= 0 && fstatat(parent, name, st, AT_SYMLINK_NOFOLLOW) == 0;

	if (parent >= 0)
		close(parent);
	return found;
}

/* Whether the host's item is still what the guest was given. */
static bool unchanged(const struct tree_item *was, const struct stat *now)
{
	if ((was->st.st_mode & S_IFMT) != (now->st_mode & S_IFMT) || was->st.st_ino != now->st_ino ||
	    was->st.st_dev != now->st_dev)
		return false;
	/* A folder's times change with what it holds. */
	return S_ISDIR(now->st_mode) ||
	       (was->st.st_size == now->st_size && was->st.st_mtim.tv_sec == now->st_mtim.tv_sec &&
	        was->st.st_mtim.tv_nsec == now->st_mtim.tv_nsec);
}

/* The host's item may be replaced or removed: it is the one that the guest knew. */
static bool may_replace(const struct sync *s, const char *path, const struct stat *now)
{
	const struct tree_item *was = tree_find(s->before, path);

	return was && unchanged(was, now);
}

static bool same_contents(const struct sync *s, const struct member *m, int fd)
{
	static char ours[1 << 16], theirs[1 << 16];

	for (uint64_t done = 0; done < m->size;) {
		size_t want = m->size - done < sizeof ours ? (size_t)(m->size - done) : sizeof ours;
		ssize_t n = pread(s->archive, ours, want, m->offset + (off_t)done);

		if (n <= 0 || pread(fd, theirs, (size_t)n, (off_t)done) != n || memcmp(ours, theirs, (size_t)n))
			return false;
		done += (uint64_t)n;
	}
	return true;
}

/* Whether the host has the same already; then only the permission bits may differ. */
static bool is_there(const struct sync *s, const struct member *m)
{
	const char *name;
	struct stat st;
	bool same = false;
	int fd, parent = open_parent(s, m->path, &name);

	if (parent < 0)
		return false;
	if (m->type == TAR_SYMLINK) {
		char target[4096];
		ssize_t length = readlinkat(parent, name, target, sizeof target);

		same = length >= 0 && (size_t)length == strlen(m->link) && !memcmp(target, m->link, (size_t)length);
	} else {
		fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
		if (fd >= 0 && fstat(fd, &st) == 0) {
			if (m->type == TAR_DIRECTORY)
				same = S_ISDIR(st.st_mode);
			else
				same = S_ISREG(st.st_mode) && (uint64_t)st.st_size == m->size && same_contents(s, m, fd);
			if (same && (st.st_mode & 0777) != m->mode) {
				/* Another name of the file may lie outside of the folder: the guest gets a copy. */
				if (m->type == TAR_FILE && st.st_nlink > 1)
					same = false;
				else
					fchmod(fd, m->mode);
			}
		}
		if (fd >= 0)
			close(fd);
	}
	close(parent);
	return same;
}

static bool stage_file(struct sync *s, struct member *m)
{
	int fd = openat(s->staging, m->staged, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	static char buffer[1 << 16];
	bool ok = fd >= 0;

	for (uint64_t done = 0; ok && done < m->size;) {
		size_t want = m->size - done < sizeof buffer ? (size_t)(m->size - done) : sizeof buffer;
		ssize_t n = pread(s->archive, buffer, want, m->offset + (off_t)done);

		ok = n > 0 && write_all(fd, buffer, (size_t)n);
		done += (uint64_t)(n > 0 ? n : 0);
	}
	ok = ok && fchmod(fd, m->mode) == 0;
	return (fd < 0 || close(fd) == 0) && ok;
}

/* The members that are files of their own; links and folders are made in place. */
static bool stage(struct sync *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct member *m = &s->members[i];

		if (m->type == TAR_SYMLINK && !is_there(s, m) && !sync_link_stays(m->path, m->link)) {
			sync_complain(s, m->path, "left out: a link that leads out of the folder");
			m->type = TAR_FIFO; /* known, so not deleted either; nothing is made of it */
			continue;
		}
		if (m->type == TAR_HARD_LINK || m->type == TAR_DIRECTORY || m->type == TAR_FIFO || is_there(s, m))
			continue;
		m->staged = xprintf("%u", s->staged++);
		if (m->type == TAR_SYMLINK ? symlinkat(m->link, s->staging, m->staged) < 0 : !stage_file(s, m)) {
			warning("%s/%s: cannot write; nothing is written back:", s->folder, printable(m->path));
			return false;
		}
	}
	return true;
}

/* Deletes what the guest deleted, children first.  `below` limits it to one folder. */
static void delete_vanished(const struct sync *s, const char *below)
{
	size_t length = below ? strlen(below) : 0;

	for (size_t i = s->before->count; i-- > 0;) {
		const struct tree_item *was = &s->before->items[i];
		const char *name;
		struct stat now;
		int parent;

		if (below && (strncmp(was->path, below, length) || was->path[length] != '/'))
			continue;
		if (sync_find(s, was->path) || !host_stat(s, was->path, &now))
			continue;
		if (!unchanged(was, &now)) {
			sync_complain(s, was->path, "kept: changed on this side while the program deleted it");
			continue;
		}
		parent = open_parent(s, was->path, &name);
		if (parent < 0)
			continue;
		if (unlinkat(parent, name, S_ISDIR(now.st_mode) ? AT_REMOVEDIR : 0) < 0)
			warning("%s/%s: kept:", s->folder, printable(was->path));
		close(parent);
	}
}

/* Frees the place of a member whose type differs from what is there. */
static bool make_room(const struct sync *s, const struct member *m, int parent, const char *name)
{
	struct stat now;

	if (fstatat(parent, name, &now, AT_SYMLINK_NOFOLLOW) < 0)
		return true;
	if (S_ISDIR(now.st_mode) == (m->type == TAR_DIRECTORY) && S_ISDIR(now.st_mode))
		return true;
	if (!may_replace(s, m->path, &now)) {
		sync_complain(s, m->path, "kept: changed on this side while the program ran");
		return false;
	}
	if (S_ISDIR(now.st_mode)) {
		delete_vanished(s, m->path);
		return unlinkat(parent, name, AT_REMOVEDIR) == 0;
	}
	return m->type != TAR_DIRECTORY || unlinkat(parent, name, 0) == 0;
}

static bool put_hard_link(struct sync *s, struct member *m, int parent, const char *name)
{
	const char *target;
	char *temporary = xprintf("%u", s->staged++);
	int from = open_parent(s, m->link, &target);
	struct stat a, b;
	bool ok = from >= 0 && fstatat(from, target, &a, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(a.st_mode);

	if (ok && fstatat(parent, name, &b, AT_SYMLINK_NOFOLLOW) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev) {
		close(from);
		return true; /* they are one file already */
	}
	ok = ok && linkat(from, target, s->staging, temporary, 0) == 0;
	if (from >= 0)
		close(from);
	return ok && renameat(s->staging, temporary, parent, name) == 0;
}

static void put_in_place(struct sync *s, struct member *m)
{
	const char *name;
	int parent;
	bool ok;

	if (m->type != TAR_DIRECTORY && m->type != TAR_HARD_LINK && !m->staged)
		return;
	parent = open_parent(s, m->path, &name);
	ok = parent >= 0;
	if (ok && !make_room(s, m, parent, name)) {
		close(parent);
		return;
	}
	if (ok && m->type == TAR_DIRECTORY)
		ok = mkdirat(parent, name, m->mode | 0700) == 0 || errno == EEXIST;
	else if (ok && m->type == TAR_HARD_LINK)
		ok = put_hard_link(s, m, parent, name);
	else if (ok)
		ok = renameat(s->staging, m->staged, parent, name) == 0;
	if (!ok)
		warning("%s/%s: cannot write back:", s->folder, printable(m->path));
	if (parent >= 0)
		close(parent);
}

static void remove_staging(struct sync *s)
{
	/* What was not renamed; names are numbers of ours. */
	for (unsigned i = 0; i < s->staged; i++) {
		char *name = xprintf("%u", i);

		unlinkat(s->staging, name, 0);
		free(name);
	}
	close(s->staging);
	unlinkat(s->root, s->staging_name, AT_REMOVEDIR);
}

static bool make_staging(struct sync *s)
{
	s->staging_name = xprintf("%s%ld", TREE_STAGING, (long)getpid());
	if (mkdirat(s->root, s->staging_name, 0700) < 0 ||
	    (s->staging = openat(s->root, s->staging_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) < 0) {
		warning("%s: not written back: cannot write there:", s->folder);
		return false;
	}
	return true;
}

static void apply(struct sync *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->members[i].type != TAR_HARD_LINK)
			put_in_place(s, &s->members[i]);
	for (size_t i = 0; i < s->count; i++)
		if (s->members[i].type == TAR_HARD_LINK)
			put_in_place(s, &s->members[i]);
	delete_vanished(s, NULL);
	/* Last: a folder that may not be written could not have been filled. */
	for (size_t i = s->count; i-- > 0;)
		if (s->members[i].type == TAR_DIRECTORY)
			is_there(s, &s->members[i]);
}

bool sync_folder(const char *folder, int archive, const struct tree *before)
{
	struct sync s = {.folder = folder, .archive = archive, .before = before};
	bool ok;

	s.root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s.root < 0) {
		warning("%s: not written back:", folder);
		return false;
	}
	ok = sync_list(&s) && sync_is_tree(&s) && make_staging(&s);
	if (ok) {
		ok = stage(&s);
		if (ok)
			apply(&s);
		remove_staging(&s);
	}
	close(s.root);
	return ok;
}
