/* SPDX-License-Identifier: Apache-2.0 */
/* From the entries of an image to files. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>

#include <zrt/zrt.h>
#include <zvm.h>

#include "cred.h"
#include "exit.h"
#include "heap.h"
#include "image.h"
#include "vfs.h"

#define PATH_SIZE 4096
#define WINDOW 32768     /* bytes read at once where files are small */
#define SMALL_WINDOW 2048 /* where they are large: most of it would be contents */
#define COMPLAINTS 20    /* told one by one; then only counted */

/* Times of a directory: set last, because making its files changes them. */
struct later {
	struct zrt_inode *dir;
	int64_t seconds;
	uint32_t nanoseconds;
};

struct import {
	int32_t channel;
	const char *alias;
	bool sequential;
	uint64_t size; /* of the image, 0: not known */
	/* What was last read of the image. */
	char *window;
	uint64_t window_at, next; /* next: where a sequential channel stands */
	size_t window_size;
	bool reads_apart; /* the last read did not follow the one before */
	/* mountpoint, a slash, and the name of the entry */
	char path[PATH_SIZE];
	size_t root; /* length of the mountpoint */
	struct later *later;
	size_t later_count, later_room;
	unsigned complaints;
};

#define CALL(number, ...) call(SYS_##number, __VA_ARGS__)
#define call(n, a, b, c, d, e) ((int)zrt_syscall(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), 0))

static void complain(struct import *im, const char *name, const char *what)
{
	if (im->complaints++ < COMPLAINTS)
		zrt_warn("image %s: %s: %s", im->alias, name, what);
}

/* --- the image's bytes --------------------------------------------------------- */

/* Sequential channels: the window is what came last, and only what follows can be had. */
static int64_t refill(struct import *im, uint64_t offset)
{
	bool follows = offset == im->window_at + im->window_size;
	size_t size = im->sequential || follows || !im->reads_apart ? WINDOW : SMALL_WINDOW;
	int64_t n;

	im->reads_apart = !follows;
	do {
		if (im->sequential)
			im->window_at = im->next;
		else
			im->window_at = offset;
		n = zvm_pread(im->channel, im->window, size, (int64_t)im->window_at);
		im->window_size = n > 0 ? (size_t)n : 0;
		im->next += im->window_size;
	} while (n > 0 && im->sequential && offset >= im->next);
	return n;
}

static int64_t read_image(void *context, void *buffer, size_t size, uint64_t offset)
{
	struct import *im = context;
	size_t done = 0;

	while (done < size) {
		uint64_t at = offset + done;
		size_t n;

		if (at < im->window_at || at >= im->window_at + im->window_size) {
			int64_t got = refill(im, at);

			if (got < 0)
				return got;
			if (at < im->window_at || at >= im->window_at + im->window_size)
				break;
		}
		n = im->window_at + im->window_size - at;
		if (n > size - done)
			n = size - done;
		memcpy((char *)buffer + done, im->window + (at - im->window_at), n);
		done += n;
	}
	return (int64_t)done;
}

/* --- names ------------------------------------------------------------------------ */

/*
 * Appends an image's name to the mountpoint at im->path, without empty and `.`
 * components.  False, and a message, if it leads out of the image or is too long.
 */
static bool set_path(struct import *im, char *path, const char *name)
{
	size_t at = im->root;

	for (const char *p = name; *p;) {
		size_t n = strcspn(p, "/");

		if (n == 2 && p[0] == '.' && p[1] == '.') {
			complain(im, name, "a name that leads out of the image");
			return false;
		}
		if (n && !(n == 1 && p[0] == '.')) {
			if (at + n + 2 > PATH_SIZE) {
				complain(im, name, zrt_error_text(ENAMETOOLONG));
				return false;
			}
			path[at++] = '/';
			memcpy(path + at, p, n);
			at += n;
		}
		p += n + (p[n] == '/');
	}
	if (at == 0)
		path[at++] = '/'; /* the image's own root, mounted at / */
	path[at] = 0;
	return true;
}

/* The directories above im->path that are missing. */
static void make_parents(struct import *im)
{
	for (char *p = im->path + im->root + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = 0;
		(void)CALL(mkdirat, AT_FDCWD, im->path, 0755, 0, 0);
		*p = '/';
	}
}

/* --- making files ------------------------------------------------------------------- */

static int make_node(struct import *im, const struct zrt_tar_entry *e)
{
	static const uint32_t types[] = {['0'] = S_IFREG, ['3'] = S_IFCHR, ['4'] = S_IFBLK, ['6'] = S_IFIFO};
	char target[PATH_SIZE];

	switch (e->type) {
	case ZRT_TAR_DIR:
		return im->path[im->root] ? CALL(mkdirat, AT_FDCWD, im->path, 0755, 0, 0) : -EEXIST;
	case ZRT_TAR_SYMLINK:
		return CALL(symlinkat, e->link, AT_FDCWD, im->path, 0, 0);
	case ZRT_TAR_LINK:
		memcpy(target, im->path, im->root);
		if (!set_path(im, target, e->link))
			return 1;
		return CALL(linkat, AT_FDCWD, target, AT_FDCWD, im->path, 0);
	default:
		return CALL(mknodat, AT_FDCWD, im->path, types[e->type] | 0600, makedev(e->major, e->minor), 0);
	}
}

/* The path leads to a directory, if need be over a symbolic link. */
static bool is_directory(const char *path)
{
	struct zrt_inode *inode;
	bool result;

	if (zrt_path_inode(path, true, &inode) < 0)
		return false;
	result = S_ISDIR(inode->mode);
	zrt_inode_drop(inode);
	return result;
}

/*
 * Makes the file of an entry, over what may be there from an earlier image: a
 * directory stays one, everything else is replaced.
 */
static int make(struct import *im, const struct zrt_tar_entry *e)
{
	int error = make_node(im, e);

	if (error == -ENOENT) {
		make_parents(im);
		error = make_node(im, e);
	}
	if (error != -EEXIST)
		return error;
	if (e->type == ZRT_TAR_DIR && is_directory(im->path))
		return 0;
	error = CALL(unlinkat, AT_FDCWD, im->path, 0, 0, 0);
	return error < 0 ? error : make_node(im, e);
}

/* Contents of a file on a sequential channel: now or never. */
static int copy_contents(struct import *im, const struct zrt_tar_entry *e)
{
	const struct zrt_tar_piece whole = {0, e->size};
	const struct zrt_tar_piece *pieces = e->pieces ? e->pieces : &whole;
	size_t count = e->pieces ? e->piece_count : 1;
	uint64_t at = e->offset;
	int fd = CALL(openat, AT_FDCWD, im->path, O_WRONLY, 0, 0), error = 0;
	char buffer[4096];

	if (fd < 0)
		return fd;
	for (size_t i = 0; i < count && error >= 0; i++) {
		uint64_t done = 0;

		while (done < pieces[i].size && error >= 0) {
			uint64_t left = pieces[i].size - done;
			size_t size = left < sizeof buffer ? (size_t)left : sizeof buffer;
			int64_t n = read_image(im, buffer, size, at);

			if (n < (int64_t)size)
				error = n < 0 ? (int)n : -EIO;
			else
				error = CALL(pwrite64, fd, buffer, size, pieces[i].offset + done, 0);
			done += size;
			at += size;
		}
	}
	if (error >= 0)
		error = CALL(ftruncate, fd, e->size, 0, 0, 0);
	(void)CALL(close, fd, 0, 0, 0, 0);
	return error < 0 ? error : 0;
}

static int give_contents(struct import *im, struct zrt_inode *inode, const struct zrt_tar_entry *e)
{
	struct zrt_backing *backing;
	int error;

	if (!e->size)
		return 0;
	if (im->sequential)
		return copy_contents(im, e);
	backing = zrt_image_backing(im->channel, e);
	if (!backing)
		return -ENOMEM;
	error = zrt_inode_back(inode, backing);
	if (error < 0)
		backing->release(backing);
	return error;
}

static int set_times_later(struct import *im, struct zrt_inode *dir, const struct zrt_tar_entry *e)
{
	if (im->later_count == im->later_room) {
		size_t room = im->later_room ? im->later_room * 2 : 64;
		struct later *list = zrt_realloc(im->later, room * sizeof *list);

		if (!list)
			return -ENOMEM;
		im->later = list;
		im->later_room = room;
	}
	zrt_inode_hold(dir);
	im->later[im->later_count++] = (struct later){dir, e->seconds, e->nanoseconds};
	return 0;
}

static void set_times(struct zrt_inode *inode, int64_t seconds, uint32_t nanoseconds)
{
	zrt_inode_set_time(inode, ZRT_ATIME, seconds, nanoseconds);
	zrt_inode_set_time(inode, ZRT_MTIME, seconds, nanoseconds);
}

/* Contents, owner, mode and times. */
static int dress(struct import *im, const struct zrt_tar_entry *e)
{
	struct zrt_inode *inode;
	const char *path = im->path[0] ? im->path : "/";
	int error = zrt_path_inode(path, e->type == ZRT_TAR_DIR, &inode);

	if (error < 0)
		return error;
	if (e->type == ZRT_TAR_FILE)
		error = give_contents(im, inode, e);
	inode->uid = e->uid;
	inode->gid = e->gid;
	if (e->type != ZRT_TAR_SYMLINK)
		inode->mode = (inode->mode & S_IFMT) | e->mode;
	if (error == 0 && e->type == ZRT_TAR_DIR)
		error = set_times_later(im, inode, e);
	else
		set_times(inode, e->seconds, e->nanoseconds);
	zrt_inode_drop(inode);
	return error;
}

/* 0, or the errno that ends the import: only memory does. */
static int import_entry(struct import *im, const struct zrt_tar_entry *e)
{
	int error;

	if (!set_path(im, im->path, e->path))
		return 0;
	if (!im->path[im->root] && e->type != ZRT_TAR_DIR)
		return 0; /* no name at all */
	if (im->size && e->stored > im->size - (e->offset < im->size ? e->offset : im->size))
		complain(im, e->path, "the image ends inside of this file");
	error = make(im, e);
	if (error == 0 && e->type != ZRT_TAR_LINK)
		error = dress(im, e);
	if (error < 0)
		complain(im, e->path, zrt_error_text(-error));
	return error == -ENOMEM ? error : 0;
}

static int import_all(struct import *im)
{
	struct zrt_tar tar;
	struct zrt_tar_entry entry;
	int result;

	zrt_tar_open(&tar, read_image, im);
	while ((result = zrt_tar_next(&tar, &entry)) > 0) {
		result = import_entry(im, &entry);
		if (result < 0)
			break;
	}
	if (result == -EINVAL)
		zrt_warn("image %s: at byte %lu: %s", im->alias, (unsigned long)tar.header, tar.error);
	else if (result < 0)
		zrt_warn("image %s: at byte %lu: %s", im->alias, (unsigned long)tar.header, zrt_error_text(-result));
	zrt_tar_close(&tar);
	for (size_t i = 0; i < im->later_count; i++) {
		set_times(im->later[i].dir, im->later[i].seconds, im->later[i].nanoseconds);
		zrt_inode_drop(im->later[i].dir);
	}
	if (im->complaints > COMPLAINTS)
		zrt_warn("image %s: %u more errors of this kind", im->alias, im->complaints - COMPLAINTS);
	return result;
}

static const struct zvm_channel *channel_info(int32_t channel)
{
	return (const struct zvm_channel *)(uintptr_t)zvm_session()->channels + channel;
}

int zrt_image_import(int32_t channel, const char *alias, const char *mountpoint)
{
	struct zrt_cred saved = zrt_cred;
	struct import *im = zrt_zalloc(sizeof *im);
	size_t root = strlen(mountpoint);
	int result;

	while (root && mountpoint[root - 1] == '/')
		root--;
	if (im)
		im->window = zrt_alloc(WINDOW);
	if (!im || !im->window || root + 2 > PATH_SIZE) {
		result = root + 2 > PATH_SIZE ? -ENAMETOOLONG : -ENOMEM;
		zrt_warn("image %s: %s", alias, zrt_error_text(-result));
		zrt_free(im);
		return result;
	}
	im->channel = channel;
	im->alias = alias;
	im->sequential = !(channel_info(channel)->type & 1); /* ZVM_RGET_* are odd */
	if (!im->sequential && channel_info(channel)->kind == ZVM_KIND_FILE)
		im->size = (uint64_t)channel_info(channel)->size;
	im->root = root;
	memcpy(im->path, mountpoint, root);
	/* The image says who owns its files; that is for root to do. */
	zrt_cred = (struct zrt_cred){.uid = 0};
	result = zrt_make_path(mountpoint, 0755);
	if (result < 0)
		zrt_warn("image %s: mountpoint %s: %s", alias, mountpoint, zrt_error_text(-result));
	else
		result = import_all(im);
	zrt_cred = saved;
	zrt_free(im->later);
	zrt_free(im->window);
	zrt_free(im);
	return result;
}
