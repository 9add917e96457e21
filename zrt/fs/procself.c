/* SPDX-License-Identifier: Apache-2.0 */
/* What /proc/self says about the process.  All addresses follow from the session. */
#include "build.h"
#include "cred.h"
#include "fd.h"
#include "heap.h"
#include "memory.h"
#include "path.h"
#include "proctext.h"
#include "thread.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <zrt/zrt.h>
#include <zvm.h>

static struct zrt_inode *self;
static int argument_count;
static char *const *arguments, *const *environment;

static void name_of_thread(char name[16])
{
	(void)zrt_syscall(SYS_prctl, 16 /* PR_GET_NAME */, (long)(uintptr_t)name, 0, 0, 0, 0);
}

static void comm(struct zrt_text *text)
{
	char name[16] = "";

	name_of_thread(name);
	zrt_text_put(text, name);
	zrt_text_put(text, "\n");
}

static void cmdline(struct zrt_text *text)
{
	for (int i = 0; i < argument_count; i++)
		zrt_text_add(text, arguments[i], strlen(arguments[i]) + 1);
}

static void environ_text(struct zrt_text *text)
{
	for (char *const *e = environment; e && *e; e++)
		zrt_text_add(text, *e, strlen(*e) + 1);
}

static void mounts(struct zrt_text *text)
{
	zrt_text_put(text, "tmpfs / tmpfs rw 0 0\ndevtmpfs /dev devtmpfs ro 0 0\ntmpfs /dev/shm tmpfs rw 0 0\n"
	                   "proc /proc proc ro 0 0\n");
}

static void mountinfo(struct zrt_text *text)
{
	zrt_text_put(text, "1 1 0:33 / / rw - tmpfs tmpfs rw\n2 1 0:34 / /dev ro - devtmpfs devtmpfs ro\n"
	                   "3 2 0:36 / /dev/shm rw - tmpfs tmpfs rw\n4 1 0:35 / /proc ro - proc proc ro\n");
}

static void four(struct zrt_text *text, const char *name, const uint32_t *ids)
{
	zrt_text_put(text, name);
	for (unsigned i = 0; i < 4; i++) {
		zrt_text_put(text, "\t");
		zrt_text_number(text, ids[i]);
	}
	zrt_text_put(text, "\n");
}

static void status(struct zrt_text *text)
{
	const uint32_t uids[] = {zrt_cred.uid, zrt_cred.euid, zrt_cred.suid, zrt_cred.fsuid};
	const uint32_t gids[] = {zrt_cred.gid, zrt_cred.egid, zrt_cred.sgid, zrt_cred.fsgid};
	struct zrt_heap_stats heap = zrt_heap_stats();

	zrt_text_put(text, "Name:\t");
	comm(text);
	zrt_text_put(text, "Umask:\t0");
	for (int shift = 6; shift >= 0; shift -= 3)
		zrt_text_number(text, zrt_umask >> shift & 7);
	zrt_text_put(text, "\nState:\tR (running)\nTgid:\t1\nNgid:\t0\nPid:\t1\nPPid:\t0\nTracerPid:\t0\n");
	four(text, "Uid:", uids);
	four(text, "Gid:", gids);
	zrt_text_put(text, "FDSize:\t");
	zrt_text_number(text, zrt_fd_count);
	zrt_text_put(text, "\nGroups:\t");
	for (uint32_t i = 0; i < zrt_cred.group_count; i++) {
		zrt_text_number(text, zrt_cred.groups[i]);
		zrt_text_put(text, " ");
	}
	zrt_text_put(text, "\n");
	zrt_text_kib(text, "VmPeak:\t", heap.peak);
	zrt_text_kib(text, "VmSize:\t", heap.total - heap.free);
	zrt_text_kib(text, "VmHWM:\t", heap.peak);
	zrt_text_kib(text, "VmRSS:\t", heap.total - heap.free);
	zrt_text_put(text, "VmSwap:\t0 kB\nThreads:\t");
	zrt_text_number(text, zrt_thread_count());
	zrt_text_put(text, "\nCpus_allowed:\t1\nCpus_allowed_list:\t0\nvoluntary_ctxt_switches:\t0\n"
	                   "nonvoluntary_ctxt_switches:\t0\n");
}

/* The 52 numbers of proc(5); what has no meaning here is 0. */
static void stat_text(struct zrt_text *text)
{
	const struct zvm_session *s = zvm_session();
	struct zrt_heap_stats heap = zrt_heap_stats();
	uint64_t fields[53] = {
		[5] = 1, [6] = 1, [18] = 20, [20] = zrt_thread_count(), [23] = (heap.total - heap.free) * ZRT_PAGE,
		[24] = heap.total - heap.free, [25] = UINT64_MAX, [26] = s->text_start, [27] = s->text_end,
		[28] = s->stack_end, [38] = 17, [45] = s->data_start, [46] = s->data_end, [47] = zrt_brk_start(),
	};
	char name[16] = "";

	name_of_thread(name);
	zrt_text_put(text, "1 (");
	zrt_text_put(text, name);
	zrt_text_put(text, ") R 0");
	for (unsigned i = 5; i <= 52; i++) {
		zrt_text_put(text, " ");
		zrt_text_number(text, fields[i]);
	}
	zrt_text_put(text, "\n");
}

static void statm(struct zrt_text *text)
{
	const struct zvm_session *s = zvm_session();
	struct zrt_heap_stats heap = zrt_heap_stats();

	for (int i = 0; i < 2; i++) {
		zrt_text_number(text, heap.total - heap.free);
		zrt_text_put(text, " ");
	}
	zrt_text_put(text, "0 ");
	zrt_text_number(text, (s->text_end - s->text_start) / ZRT_PAGE);
	zrt_text_put(text, " 0 ");
	zrt_text_number(text, heap.total - heap.free);
	zrt_text_put(text, " 0\n");
}

static void put_limit(struct zrt_text *text, uint64_t value)
{
	size_t from = text->size;

	if (value == UINT64_MAX)
		zrt_text_put(text, "unlimited");
	else
		zrt_text_number(text, value);
	zrt_text_pad(text, from, 21);
}

static void limits(struct zrt_text *text)
{
	static const struct {
		int number;
		const char *name, *unit;
	} rows[] = {
		{RLIMIT_CPU, "Max cpu time", "seconds"}, {RLIMIT_FSIZE, "Max file size", "bytes"},
		{RLIMIT_DATA, "Max data size", "bytes"}, {RLIMIT_STACK, "Max stack size", "bytes"},
		{RLIMIT_CORE, "Max core file size", "bytes"}, {RLIMIT_RSS, "Max resident set", "bytes"},
		{RLIMIT_NPROC, "Max processes", "processes"}, {RLIMIT_NOFILE, "Max open files", "files"},
		{RLIMIT_MEMLOCK, "Max locked memory", "bytes"}, {RLIMIT_AS, "Max address space", "bytes"},
		{RLIMIT_LOCKS, "Max file locks", "locks"}, {RLIMIT_SIGPENDING, "Max pending signals", "signals"},
		{RLIMIT_MSGQUEUE, "Max msgqueue size", "bytes"}, {RLIMIT_NICE, "Max nice priority", ""},
		{RLIMIT_RTPRIO, "Max realtime priority", ""}, {RLIMIT_RTTIME, "Max realtime timeout", "us"},
	};

	zrt_text_put(text, "Limit                     Soft Limit           Hard Limit           Units     \n");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint64_t values[2] = {0, 0};
		size_t from = text->size;

		(void)zrt_syscall(SYS_getrlimit, rows[i].number, (long)(uintptr_t)values, 0, 0, 0, 0);
		zrt_text_put(text, rows[i].name);
		zrt_text_pad(text, from, 26);
		put_limit(text, values[0]);
		put_limit(text, values[1]);
		from = text->size;
		zrt_text_put(text, rows[i].unit);
		zrt_text_pad(text, from, 10);
		zrt_text_put(text, "\n");
	}
}

/* --- maps ------------------------------------------------------------------ */

static void map_line(struct zrt_text *text, uint64_t start, uint64_t end, const char *rights, uint64_t offset,
                     const char *name)
{
	size_t from = text->size;

	if (start >= end)
		return;
	zrt_text_hex(text, start, 8);
	zrt_text_put(text, "-");
	zrt_text_hex(text, end, 8);
	zrt_text_put(text, " ");
	zrt_text_put(text, rights);
	zrt_text_put(text, " ");
	zrt_text_hex(text, offset, 8);
	zrt_text_put(text, " 00:00 0");
	if (*name) {
		zrt_text_pad(text, from, 73);
		zrt_text_put(text, name);
	}
	zrt_text_put(text, "\n");
}

static void region_line(struct zrt_text *text, const struct zrt_region *r)
{
	const char rights[] = {
		r->prot & PROT_READ ? 'r' : '-', r->prot & PROT_WRITE ? 'w' : '-', '-', r->shared ? 's' : 'p', 0,
	};
	char path[4096];
	long length = r->file && r->file->name ? zrt_dentry_path(r->file->name, path, sizeof path - 1) : 0;

	path[length > 0 ? length : 0] = 0;
	map_line(text, r->start, r->end, rights, r->file ? r->offset : 0, path);
}

static void maps(struct zrt_text *text)
{
	const struct zvm_session *s = zvm_session();
	const char *program = argument_count ? arguments[0] : "";

	map_line(text, s->text_start, s->text_end, "r-xp", 0, program);
	map_line(text, s->data_start, s->data_end, "rw-p", 0, program);
	map_line(text, zrt_brk_start(), zrt_brk_end(), "rw-p", 0, "[heap]");
	for (const struct zrt_region *r = zrt_region_from(0); r; r = zrt_region_from(r->end))
		region_line(text, r);
	map_line(text, s->stack_start, s->stack_end, "rw-p", 0, "[stack]");
}

/* --- the rest ---------------------------------------------------------------- */

static void cgroup(struct zrt_text *text) { zrt_text_put(text, "0::/\n"); }
static void zero(struct zrt_text *text) { zrt_text_put(text, "0\n"); }
static void wchan(struct zrt_text *text) { zrt_text_put(text, "0"); }
static void id_map(struct zrt_text *text) { zrt_text_put(text, "         0          0 4294967295\n"); }

static const struct {
	const char *name;
	uint32_t mode;
	zrt_text_writer *write;
} nodes[] = {
	{"comm", 0444, comm}, {"cmdline", 0444, cmdline}, {"environ", 0400, environ_text}, {"stat", 0444, stat_text},
	{"status", 0444, status}, {"statm", 0444, statm}, {"limits", 0444, limits}, {"maps", 0444, maps},
	{"mounts", 0444, mounts}, {"mountinfo", 0444, mountinfo}, {"cgroup", 0444, cgroup}, {"wchan", 0444, wchan},
	{"oom_score", 0444, zero}, {"oom_score_adj", 0444, zero}, {"loginuid", 0444, zero},
	{"uid_map", 0444, id_map}, {"gid_map", 0444, id_map},
};

int zrt_procself_init(struct zrt_inode *dir)
{
	self = dir;
	for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
		if (zrt_proctext_add(dir, nodes[i].name, nodes[i].mode, nodes[i].write) < 0)
			return -ENOMEM;
	return 0;
}

/* The name as a path from the root; the program's file need not be in the tree. */
static bool link_program(const char *name)
{
	char path[4096] = "";
	size_t length = strlen(name);
	long folder = 0;

	if (*name != '/') {
		folder = zrt_dir_path(zrt_cwd, path, sizeof path - 2);
		if (folder < 0)
			return true;
		if (folder != 1)
			path[folder++] = '/';
		while (name[0] == '.' && name[1] == '/') {
			name += 2;
			length -= 2;
		}
	}
	if ((size_t)folder + length >= sizeof path)
		return true;
	memcpy(path + folder, name, length + 1);
	return zrt_build_link(self, "exe", path);
}

int zrt_proc_program(int argc, char *const *argv, char *const *envp)
{
	const char *slash = strrchr(argv[0], '/');

	argument_count = argc;
	arguments = argv;
	environment = envp;
	(void)zrt_syscall(SYS_prctl, 15 /* PR_SET_NAME */, (long)(uintptr_t)(slash ? slash + 1 : argv[0]), 0, 0, 0, 0);
	return link_program(argv[0]) ? 0 : -ENOMEM;
}
