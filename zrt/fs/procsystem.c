/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What /proc says about the system.  It depends on the session only, never on
 * the host.
 */
#include "build.h"
#include "clock.h"
#include "heap.h"
#include "proctext.h"
#include "random.h"

#include <errno.h>

static void meminfo(struct zrt_text *text)
{
	struct zrt_heap_stats heap = zrt_heap_stats();

	zrt_text_kib(text, "MemTotal:       ", heap.total);
	zrt_text_kib(text, "MemFree:        ", heap.free);
	zrt_text_kib(text, "MemAvailable:   ", heap.free);
	zrt_text_put(text, "Buffers:               0 kB\nCached:                0 kB\nSwapCached:            0 kB\n"
	                   "SwapTotal:             0 kB\nSwapFree:              0 kB\n");
	zrt_text_kib(text, "CommitLimit:    ", heap.total);
	zrt_text_kib(text, "Committed_AS:   ", heap.total - heap.free);
	zrt_text_put(text, "HugePages_Total:       0\nHugePages_Free:        0\nHugepagesize:       2048 kB\n");
}

static void cpuinfo(struct zrt_text *text)
{
	zrt_text_put(text, "processor\t: 0\nvendor_id\t: ZVM\nmodel name\t: ZVM virtual CPU\ncpu MHz\t\t: 1000.000\n"
	                   "siblings\t: 1\ncore id\t\t: 0\ncpu cores\t: 1\nclflush size\t: 64\n\n");
}

/* Seconds with two digits behind the point. */
static void put_time(struct zrt_text *text)
{
	uint64_t centi = (uint64_t)zrt_clock_elapsed() / 10000000;

	zrt_text_number(text, centi / 100);
	zrt_text_put(text, centi % 100 < 10 ? ".0" : ".");
	zrt_text_number(text, centi % 100);
}

static void uptime(struct zrt_text *text)
{
	put_time(text);
	zrt_text_put(text, " 0.00\n");
}

/* Computing takes no time here, so the processor's work is what the clock says. */
static void stat_text(struct zrt_text *text)
{
	int64_t now, elapsed = zrt_clock_elapsed();
	uint32_t nsec;

	zrt_clock_peek(&now, &nsec);
	for (int line = 0; line < 2; line++) {
		zrt_text_put(text, line ? "cpu0 " : "cpu  ");
		zrt_text_number(text, (uint64_t)elapsed / 10000000);
		zrt_text_put(text, " 0 0 0 0 0 0 0 0 0\n");
	}
	zrt_text_put(text, "intr 0\nctxt 0\nbtime ");
	zrt_text_number(text, (uint64_t)(now - elapsed / 1000000000));
	zrt_text_put(text, "\nprocesses 1\nprocs_running 1\nprocs_blocked 0\n");
}

static void loadavg(struct zrt_text *text)
{
	zrt_text_put(text, "0.00 0.00 0.00 1/1 1\n");
}

static void version(struct zrt_text *text)
{
	zrt_text_put(text, "Linux version 6.1.0-zvm (zvm) #1 ZVM\n");
}

static void filesystems(struct zrt_text *text)
{
	zrt_text_put(text, "nodev\ttmpfs\nnodev\tproc\nnodev\tdevtmpfs\n");
}

static void swaps(struct zrt_text *text)
{
	zrt_text_put(text, "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
}

static void release(struct zrt_text *text) { zrt_text_put(text, "6.1.0-zvm\n"); }
static void kernel_version(struct zrt_text *text) { zrt_text_put(text, "#1 ZVM\n"); }
static void system_name(struct zrt_text *text) { zrt_text_put(text, "Linux\n"); }
static void host_name(struct zrt_text *text) { zrt_text_put(text, "zvm\n"); }
static void pid_max(struct zrt_text *text) { zrt_text_put(text, "32768\n"); }
static void file_max(struct zrt_text *text) { zrt_text_put(text, "1048576\n"); }
static void zero(struct zrt_text *text) { zrt_text_put(text, "0\n"); }
static void pipe_max(struct zrt_text *text) { zrt_text_put(text, "1048576\n"); }
static void overcommit(struct zrt_text *text) { zrt_text_put(text, "2\n"); } /* memory is there or not */

/* A random UUID, version 4. */
static void uuid(struct zrt_text *text)
{
	uint8_t bytes[16];

	zrt_random_bytes(bytes, sizeof bytes);
	bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
	for (unsigned i = 0; i < sizeof bytes; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			zrt_text_put(text, "-");
		zrt_text_hex(text, bytes[i], 2);
	}
	zrt_text_put(text, "\n");
}

/* The same in the whole session, and in every session. */
static void boot_id(struct zrt_text *text)
{
	zrt_text_put(text, "00000000-0000-4000-8000-000000000000\n");
}

struct node {
	const char *name;
	zrt_text_writer *write;
};

static const struct node top[] = {
	{"meminfo", meminfo}, {"cpuinfo", cpuinfo}, {"uptime", uptime}, {"stat", stat_text}, {"loadavg", loadavg},
	{"version", version}, {"filesystems", filesystems}, {"swaps", swaps}, {NULL, NULL},
};
static const struct node kernel[] = {
	{"osrelease", release}, {"version", kernel_version}, {"ostype", system_name}, {"hostname", host_name},
	{"pid_max", pid_max}, {"threads-max", pid_max}, {NULL, NULL},
};
static const struct node kernel_random[] = {{"uuid", uuid}, {"boot_id", boot_id}, {NULL, NULL}};
static const struct node vm[] = {{"overcommit_memory", overcommit}, {"swappiness", zero}, {NULL, NULL}};
static const struct node fs[] = {{"file-max", file_max}, {"nr_open", file_max}, {"pipe-max-size", pipe_max},
                                 {NULL, NULL}};

static int add_all(struct zrt_inode *dir, const struct node *nodes)
{
	if (!dir)
		return -ENOMEM;
	for (; nodes->name; nodes++)
		if (zrt_proctext_add(dir, nodes->name, 0444, nodes->write) < 0)
			return -ENOMEM;
	return 0;
}

int zrt_procsystem_init(struct zrt_inode *proc)
{
	struct zrt_inode *sys = zrt_build_dir(proc, "sys", 0555), *k;

	if (!sys || add_all(proc, top) < 0)
		return -ENOMEM;
	k = zrt_build_dir(sys, "kernel", 0555);
	if (!k || add_all(k, kernel) < 0 || add_all(zrt_build_dir(k, "random", 0555), kernel_random) < 0)
		return -ENOMEM;
	if (add_all(zrt_build_dir(sys, "vm", 0555), vm) < 0)
		return -ENOMEM;
	return add_all(zrt_build_dir(sys, "fs", 0555), fs);
}
