/* SPDX-License-Identifier: Apache-2.0 */
/* The devices that every program expects in /dev. */
#include "build.h"
#include "channel.h"
#include "random.h"

#include <errno.h>
#include <string.h>

static int64_t read_nothing(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	(void)file;
	(void)buffer;
	(void)size;
	(void)pos;
	return 0;
}

static int64_t read_zero(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	(void)file;
	(void)pos;
	memset(buffer, 0, size);
	return (int64_t)size;
}

static int64_t read_random(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	(void)file;
	(void)pos;
	zrt_random_bytes(buffer, size);
	return (int64_t)size;
}

static int64_t write_away(struct zrt_file *file, const void *buffer, size_t size, uint64_t *pos)
{
	(void)file;
	(void)buffer;
	(void)pos;
	return (int64_t)size;
}

static int64_t write_full(struct zrt_file *file, const void *buffer, size_t size, uint64_t *pos)
{
	(void)file;
	(void)buffer;
	(void)size;
	(void)pos;
	return -ENOSPC;
}

static const struct device {
	const char *name;
	unsigned major, minor; /* those of Linux */
	struct zrt_file_ops ops;
} devices[] = {
	{"null", 1, 3, {.read = read_nothing, .write = write_away}},
	{"zero", 1, 5, {.read = read_zero, .write = write_away}},
	{"full", 1, 7, {.read = read_zero, .write = write_full}},
	{"random", 1, 8, {.read = read_random, .write = write_away}},
	{"urandom", 1, 9, {.read = read_random, .write = write_away}},
};

#define COUNT (sizeof devices / sizeof *devices)

static int device_open(struct zrt_inode *inode, struct zrt_file *file)
{
	file->ops = &devices[inode->u.number].ops;
	file->mode |= ZRT_MODE_SEEK; /* as in Linux: any offset is good */
	return 0;
}

static const struct zrt_inode_ops device_ops = {.open = device_open};

int zrt_devices_init(struct zrt_inode *dev)
{
	for (size_t i = 0; i < COUNT; i++) {
		struct zrt_inode *inode = zrt_build_node(dev, devices[i].name, S_IFCHR | 0666, &device_ops);

		if (!inode)
			continue; /* a channel has the name */
		inode->u.number = i;
		inode->rdev = devices[i].major << 8 | devices[i].minor;
	}
	zrt_build_link(dev, "fd", "/proc/self/fd");
	return 0;
}
