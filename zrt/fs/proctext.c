/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of /proc that common software reads.  What they say depends on the
 * session only, never on the host.
 */
#include "proctext.h"

#include "build.h"
#include "clock.h"
#include "cred.h"
#include "fd.h"
#include "heap.h"

#include <errno.h>
#include <string.h>

#define TEXT_MAX 4096

/* A text being written; what does not fit is left out. */
struct text {
	size_t size;
	char bytes[TEXT_MAX];
};

static void put(struct text *text, const char *s)
{
	while (*s && text->size < TEXT_MAX)
		text->bytes[text->size++] = *s++;
}

static void put_number(struct text *text, uint64_t n)
{
	char digits[24], *at = digits + sizeof digits;

	*--at = 0;
	do {
		*--at = (char)('0' + n % 10);
	} while (n /= 10);
	put(text, at);
}

/* "name: number kB" as in meminfo and status. */
static void put_kib(struct text *text, const char *name, uint64_t pages)
{
	put(text, name);
	put_number(text, pages * (ZRT_PAGE / 1024));
	put(text, " kB\n");
}

static void meminfo(struct text *text)
{
	struct zrt_heap_stats heap = zrt_heap_stats();

	put_kib(text, "MemTotal:       ", heap.total);
	put_kib(text, "MemFree:        ", heap.free);
	put_kib(text, "MemAvailable:   ", heap.free);
	put(text, "Buffers:        0 kB\nCached:         0 kB\nSwapTotal:      0 kB\nSwapFree:       0 kB\n");
}

static void cpuinfo(struct text *text)
{
	put(text, "processor\t: 0\nvendor_id\t: ZVM\nmodel name\t: ZVM virtual CPU\ncpu cores\t: 1\n\n");
}

static void uptime(struct text *text)
{
	uint64_t centi = (uint64_t)zrt_clock_elapsed() / 10000000;

	put_number(text, centi / 100);
	put(text, centi % 100 < 10 ? ".0" : ".");
	put_number(text, centi % 100);
	put(text, " 0.00\n");
}

static void loadavg(struct text *text)
{
	put(text, "0.00 0.00 0.00 1/1 1\n");
}

static void version(struct text *text)
{
	put(text, "Linux version 6.1.0-zvm (zvm) #1\n");
}

static void filesystems(struct text *text)
{
	put(text, "nodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\n");
}

static void mounts(struct text *text)
{
	put(text, "tmpfs / tmpfs rw 0 0\ndevtmpfs /dev devtmpfs ro 0 0\ntmpfs /dev/shm tmpfs rw 0 0\n"
	          "proc /proc proc ro 0 0\n");
}

static void status(struct text *text)
{
	struct zrt_heap_stats heap = zrt_heap_stats();

	put(text, "Name:\tprogram\nState:\tR (running)\nTgid:\t1\nPid:\t1\nPPid:\t0\nTracerPid:\t0\nUid:");
	for (unsigned i = 0; i < 4; i++) {
		const uint32_t ids[] = {zrt_cred.uid, zrt_cred.euid, zrt_cred.suid, zrt_cred.fsuid};

		put(text, "\t");
		put_number(text, ids[i]);
	}
	put(text, "\nGid:");
	for (unsigned i = 0; i < 4; i++) {
		const uint32_t ids[] = {zrt_cred.gid, zrt_cred.egid, zrt_cred.sgid, zrt_cred.fsgid};

		put(text, "\t");
		put_number(text, ids[i]);
	}
	put(text, "\n");
	put_kib(text, "VmPeak:\t", heap.peak);
	put_kib(text, "VmSize:\t", heap.total - heap.free);
	put_kib(text, "VmHWM:\t", heap.peak);
	put_kib(text, "VmRSS:\t", heap.total - heap.free);
}

static void statm(struct text *text)
{
	struct zrt_heap_stats heap = zrt_heap_stats();

	put_number(text, heap.total - heap.free);
	put(text, " ");
	put_number(text, heap.total - heap.free);
	put(text, " 0 0 0 0 0\n");
}

static void limits(struct text *text)
{
	put(text, "Limit                     Soft Limit           Hard Limit           Units\n"
	          "Max open files            ");
	put_number(text, zrt_fd_limit);
	put(text, "                 1048576              files\n");
}

static void comm(struct text *text)
{
	put(text, "program\n");
}

static const struct node {
	const char *name;
	bool self; /* in /proc/self, else in /proc */
	void (*write)(struct text *text);
} nodes[] = {
	{"meminfo", false, meminfo}, {"cpuinfo", false, cpuinfo}, {"uptime", false, uptime},
	{"loadavg", false, loadavg}, {"version", false, version}, {"filesystems", false, filesystems},
	{"mounts", true, mounts},    {"status", true, status},    {"statm", true, statm},
	{"limits", true, limits},    {"comm", true, comm},
};
#define COUNT (sizeof nodes / sizeof *nodes)

static int64_t text_read(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	const struct text *text = file->data;

	if (*pos >= text->size)
		return 0;
	if (size > text->size - *pos)
		size = text->size - *pos;
	memcpy(buffer, text->bytes + *pos, size);
	*pos += size;
	return (int64_t)size;
}

static void text_release(struct zrt_file *file)
{
	zrt_free(file->data);
}

static const struct zrt_file_ops text_ops = {.read = text_read, .release = text_release};

static int text_open(struct zrt_inode *inode, struct zrt_file *file)
{
	struct text *text;

	if (file->mode & ZRT_MODE_WRITE)
		return -EACCES;
	text = zrt_alloc(sizeof *text);
	if (!text)
		return -ENOMEM;
	text->size = 0;
	nodes[inode->u.number].write(text);
	file->data = text;
	file->mode |= ZRT_MODE_SEEK;
	file->ops = &text_ops;
	return 0;
}

static const struct zrt_inode_ops text_inode_ops = {.open = text_open};

int zrt_proctext_init(struct zrt_inode *proc, struct zrt_inode *self)
{
	for (size_t i = 0; i < COUNT; i++) {
		struct zrt_inode *inode = zrt_build_node(nodes[i].self ? self : proc, nodes[i].name,
		                                         S_IFREG | 0444, &text_inode_ops);

		if (!inode)
			return -ENOMEM;
		inode->u.number = i;
	}
	return 0;
}
