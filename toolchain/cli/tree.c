/* SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

#include "common.h"
#include "tar.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHOWN = 200 }; /* bytes of a path in a message */

/* The first name of a file that has several. */
struct first_name {
	dev_t device;
	ino_t inode;
	char *path;
};

struct packer {
	int archive;
	const char *folder; /* for messages */
	struct tree tree;
	struct first_name *links;
	size_t link_count;
};

/* Whether an earlier member is the same file; if not, this one is remembered. */
static char *linked_to(struct packer *p, const struct stat *st, const char *path)
{
	for (size_t i = 0; i < p->link_count; i++)
		if (p->links[i].device == st->st_dev && p->links[i].inode == st->st_ino)
			return p->links[i].path;
	p->links = array_add(p->links, &p->link_count, sizeof *p->links);
	p->links[p->link_count - 1] = (struct first_name){st->st_dev, st->st_ino, xstrdup(path)};
	return NULL;
}

static void remember(struct packer *p, const char *path, const struct stat *st)
{
	p->tree.items = array_add(p->tree.items, &p->tree.count, sizeof *p->tree.items);
	p->tree.items[p->tree.count - 1] = (struct tree_item){xstrdup(path), *st};
}

static void write_member(struct packer *p, const char *path, const struct stat *st,
                         enum tar_type type, char *link, int fd)
{
	struct tar_entry e = {
		.name = xstrdup(path), .link = link, .type = type, .mode = st->st_mode & 0777,
		.mtime = st->st_mtime, .size = type == TAR_FILE ? (uint64_t)st->st_size : 0};

	if (!tar_write(p->archive, &e, fd))
		fatal("--volume %s: %s: cannot pack:", p->folder, printable(path));
	free(e.name);
	remember(p, path, st);
}

static void pack_file(struct packer *p, int parent, const char *name, const char *path)
{
	static char none[] = "";
	struct stat st;
	char *first;
	int fd = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		warning("--volume %s: %s: left out:", p->folder, printable(path));
	} else {
		first = st.st_nlink > 1 ? linked_to(p, &st, path) : NULL;
		write_member(p, path, &st, first ? TAR_HARD_LINK : TAR_FILE, first ? first : none, fd);
	}
	if (fd >= 0)
		close(fd);
}

static void pack_link(struct packer *p, int parent, const char *name, const char *path, const struct stat *st)
{
	char target[PATH_MAX];
	ssize_t length = readlinkat(parent, name, target, sizeof target - 1);

	if (length < 0) {
		warning("--volume %s: %s: left out:", p->folder, printable(path));
		return;
	}
	target[length] = '\0';
	write_member(p, path, st, TAR_SYMLINK, target, -1);
}

static void pack_folder(struct packer *p, int fd, const char *path);

static void pack_item(struct packer *p, int parent, const char *name, const char *path)
{
	static char none[] = "";
	struct stat st;
	int fd;

	/* One message tells of all that lies below: inside nothing could name it. */
	if (strlen(path) >= PATH_MAX) {
		warning("--volume %s: %.*s...: left out: the path is longer than %d bytes", p->folder, SHOWN,
		        printable(path), PATH_MAX);
	} else if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		warning("--volume %s: %s: left out:", p->folder, printable(path));
	} else if (S_ISREG(st.st_mode)) {
		pack_file(p, parent, name, path);
	} else if (S_ISLNK(st.st_mode)) {
		pack_link(p, parent, name, path, &st);
	} else if (S_ISDIR(st.st_mode)) {
		fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0) {
			warning("--volume %s: %s: left out:", p->folder, printable(path));
			return;
		}
		write_member(p, path, &st, TAR_DIRECTORY, none, -1);
		pack_folder(p, fd, path);
	} else {
		warning("--volume %s: %s: left out: neither file, folder nor link", p->folder, printable(path));
	}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool wanted(const char *name)
{
	return strcmp(name, ".") && strcmp(name, "..") &&
	       strncmp(name, TREE_STAGING, sizeof TREE_STAGING - 1);
}

/* The names in a folder, in order; false with errno set if it cannot be listed. */
static bool list_names(int fd, struct list *names)
{
	int copy = dup(fd);
	DIR *folder = copy < 0 ? NULL : fdopendir(copy);
	int error;

	if (!folder)
		return false;
	for (struct dirent *d; errno = 0, (d = readdir(folder));)
		if (wanted(d->d_name))
			list_add(names, xstrdup(d->d_name));
	error = errno;
	closedir(folder);
	errno = error;
	if (names->count)
		qsort(names->items, names->count, sizeof *names->items, by_name);
	return error == 0;
}

/* Takes over `fd`. */
static void pack_folder(struct packer *p, int fd, const char *path)
{
	struct list names = {0};

	if (!list_names(fd, &names))
		fatal("--volume %s: %.*s: cannot list:", p->folder, SHOWN, printable(path));
	for (size_t i = 0; i < names.count; i++) {
		const char *name = names.items[i];
		char *child = *path ? xprintf("%s/%s", path, name) : xstrdup(name);

		pack_item(p, fd, name, child);
		free(child);
		free((char *)(uintptr_t)name);
	}
	free(names.items);
	close(fd);
}

static int by_path(const void *a, const void *b)
{
	const struct tree_item *x = a, *y = b;

	return strcmp(x->path, y->path);
}

void tree_pack(const char *folder, int archive, struct tree *tree)
{
	struct packer p = {.archive = archive, .folder = folder};
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 && errno == ENOTDIR)
		fatal("--volume %s: is no folder; give a file as @FILE", folder);
	if (fd < 0)
		fatal("--volume %s:", folder);
	pack_folder(&p, fd, "");
	if (!tar_finish(archive))
		fatal("--volume %s: cannot pack:", folder);
	for (size_t i = 0; i < p.link_count; i++)
		free(p.links[i].path);
	free(p.links);
	qsort(p.tree.items, p.tree.count, sizeof *p.tree.items, by_path);
	if (tree)
		*tree = p.tree;
}

const struct tree_item *tree_find(const struct tree *tree, const char *path)
{
	size_t low = 0, high = tree->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(path, tree->items[middle].path);

		if (order == 0)
			return &tree->items[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
