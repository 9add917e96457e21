/* SPDX-License-Identifier: Apache-2.0 */
#include "fd.h"

#include "dentry.h"
#include "heap.h"
#include "inode.h"
#include "locks.h"
#include "poll.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define FIRST_COUNT 32
#define BITS 64

uint32_t zrt_fd_limit = 1024;
static struct zrt_fd first_fds[FIRST_COUNT];
static uint64_t first_map[1];
struct zrt_fd *zrt_fds = first_fds;
uint32_t zrt_fd_count = FIRST_COUNT;
static uint64_t *map = first_map; /* bit set: descriptor in use */

struct zrt_file *zrt_fd_get(int fd)
{
	return zrt_fd_fast(fd);
}

/* Makes room for descriptor fd. */
static int reserve(uint32_t fd)
{
	uint32_t count = zrt_fd_count;
	struct zrt_fd *bigger;
	uint64_t *bigger_map;

	if (fd < count)
		return 0;
	while (count <= fd)
		count *= 2;
	bigger = zrt_zalloc(count * sizeof *bigger);
	bigger_map = zrt_zalloc((count + BITS - 1) / BITS * sizeof *bigger_map);
	if (!bigger || !bigger_map) {
		zrt_free(bigger);
		zrt_free(bigger_map);
		return -ENOMEM;
	}
	memcpy(bigger, zrt_fds, zrt_fd_count * sizeof *bigger);
	memcpy(bigger_map, map, (zrt_fd_count + BITS - 1) / BITS * sizeof *map);
	if (zrt_fds != first_fds) {
		zrt_free(zrt_fds);
		zrt_free(map);
	}
	zrt_fds = bigger;
	map = bigger_map;
	zrt_fd_count = count;
	return 0;
}

/* Lowest free descriptor from `least` on; may be one past the table. */
static uint32_t lowest_free(uint32_t least)
{
	uint32_t word = least / BITS;
	uint64_t busy;

	if (least >= zrt_fd_count)
		return least;
	busy = map[word] | (((uint64_t)1 << least % BITS) - 1);
	while (!~busy) {
		if (++word >= (zrt_fd_count + BITS - 1) / BITS)
			return zrt_fd_count > word * BITS ? zrt_fd_count : word * BITS;
		busy = map[word];
	}
	return word * BITS + (uint32_t)__builtin_ctzll(~busy);
}

static void occupy(uint32_t fd, struct zrt_file *file, bool cloexec)
{
	zrt_fds[fd].file = file;
	zrt_fds[fd].cloexec = cloexec;
	map[fd / BITS] |= (uint64_t)1 << fd % BITS;
}

int zrt_fd_install(struct zrt_file *file, int least, bool cloexec)
{
	uint32_t fd = lowest_free((uint32_t)least);

	if (fd >= zrt_fd_limit)
		return -EMFILE;
	if (reserve(fd) < 0)
		return -ENOMEM;
	occupy(fd, file, cloexec);
	return (int)fd;
}

/* What close(2) does besides giving the reference back. */
static void let_go(struct zrt_file *file)
{
	if (file->ops->flush)
		file->ops->flush(file);
	if (file->inode->locks)
		zrt_locks_closed(file);
	zrt_file_drop(file);
}

int zrt_fd_place(struct zrt_file *file, int fd, bool cloexec)
{
	struct zrt_file *old;

	if (fd < 0 || (uint32_t)fd >= zrt_fd_limit)
		return -EBADF;
	if (reserve((uint32_t)fd) < 0)
		return -ENOMEM;
	old = zrt_fds[fd].file;
	occupy((uint32_t)fd, file, cloexec);
	if (old)
		let_go(old);
	return fd;
}

int zrt_fd_close(int fd)
{
	struct zrt_file *file = zrt_fd_fast(fd);

	if (!file)
		return -EBADF;
	zrt_fds[fd].file = NULL;
	map[fd / BITS] &= ~((uint64_t)1 << fd % BITS);
	let_go(file);
	return 0;
}

static uint32_t mode_of(uint32_t flags)
{
	static const uint32_t modes[] = {ZRT_MODE_READ, ZRT_MODE_WRITE, ZRT_MODE_READ | ZRT_MODE_WRITE, 0};

	return flags & O_PATH ? ZRT_MODE_PATH : modes[flags & O_ACCMODE & 3];
}

struct zrt_file *zrt_file_new(struct zrt_inode *inode, struct zrt_dentry *name,
                              const struct zrt_file_ops *ops, uint32_t flags)
{
	struct zrt_file *file = zrt_alloc(sizeof *file);

	if (!file)
		return NULL;
	*file = (struct zrt_file){.ops = ops, .inode = inode, .name = name, .refs = 1,
	                          .flags = flags, .mode = mode_of(flags)};
	zrt_inode_hold(inode);
	if (name)
		zrt_dentry_hold(name);
	return file;
}

void zrt_file_hold(struct zrt_file *file)
{
	file->refs++;
}

void zrt_file_drop(struct zrt_file *file)
{
	if (--file->refs)
		return;
	if (file->watchers)
		zrt_epoll_forget(file);
	if (file->inode->locks)
		zrt_locks_released(file);
	if (file->link_reader)
		zrt_reader_remove(file);
	if (file->ops->release)
		file->ops->release(file);
	if (file->name)
		zrt_dentry_drop(file->name);
	zrt_inode_drop(file->inode);
	zrt_free(file);
}

struct zrt_file *zrt_fd_for(int fd, uint32_t mode, int *error)
{
	struct zrt_file *file = zrt_fd_fast(fd);

	if (file && (file->mode & mode) == mode)
		return file;
	*error = -EBADF;
	return NULL;
}

static const struct zrt_inode_ops anonymous_inode_ops;

int zrt_fd_anonymous(const char *label, const struct zrt_file_ops *ops, void *data, uint32_t flags,
                     bool cloexec)
{
	struct zrt_inode *inode = zrt_inode_new(&zrt_anonfs, 0600, &anonymous_inode_ops);
	struct zrt_file *file;
	int fd;

	if (!inode)
		return -ENOMEM;
	inode->nlink = 1;
	inode->u.label = label;
	file = zrt_file_new(inode, NULL, ops, flags);
	zrt_inode_drop(inode);
	if (!file)
		return -ENOMEM;
	fd = zrt_fd_install(file, 0, cloexec);
	if (fd < 0) {
		file->ops = &(const struct zrt_file_ops){0};
		zrt_file_drop(file);
		return fd;
	}
	file->data = data;
	return fd;
}
