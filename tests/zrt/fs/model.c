/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Long random sequences of file-system calls against ZRT and the kernel's tmpfs:
 * every result and errno must be equal, and both trees at the end.
 *
 * model [FIRST-SEED COUNT [STEPS]]   deep mode: model 1 5000 600
 *
 * NEEDS: root
 * TIMEOUT: 120
 * RUN: $BUILD/host/tests/zrt/fs/model
 * OUT: ok
 */
#include "compare.h"
#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "../host/shim.h"
#include "clock.h"
#include "cred.h"
#include "heap.h"
#include "user.h"
#include "vfs.h"
#include "zrt/zrt.h"

#define HEAP_BYTES (256u << 20)
#define NOTES 24
#define NOTE_SIZE 400

struct pair pairs[SLOTS + 2];
static char notes[NOTES][NOTE_SIZE];
static unsigned note_count;
static uint64_t seed;
static unsigned sequence; /* each has a directory of its own in the tmpfs */

/* --- both sides ------------------------------------------------------------------- */

long kernel(long n, long a, long b, long c, long d, long e, long f)
{
	long result = syscall(n, a, b, c, d, e, f);

	return result < 0 ? -errno : result;
}

long zrt(long n, long a, long b, long c, long d, long e, long f)
{
	return zrt_syscall(n, a, b, c, d, e, f);
}

void note(const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vsnprintf(notes[note_count++ % NOTES], NOTE_SIZE, format, list);
	va_end(list);
}

void same(const char *what, long long kernel_value, long long zrt_value)
{
	if (kernel_value == zrt_value)
		return;
	printf("seed %llu: %s: kernel %lld%s%s, zrt %lld%s%s\n", (unsigned long long)seed, what, kernel_value,
	       kernel_value < 0 && kernel_value > -200 ? " " : "",
	       kernel_value < 0 && kernel_value > -200 ? strerrorname_np((int)-kernel_value) : "", zrt_value,
	       zrt_value < 0 && zrt_value > -200 ? " " : "",
	       zrt_value < 0 && zrt_value > -200 ? strerrorname_np((int)-zrt_value) : "");
	for (unsigned i = note_count < NOTES ? 0 : note_count - NOTES; i < note_count; i++)
		printf("  %u: %s\n", i, notes[i % NOTES]);
	exit(1);
}

long both(long n, long a, long b, long c, long d, long e)
{
	long k = kernel(n, a, b, c, d, e, 0), z = zrt(n, a, b, c, d, e, 0);

	same("result", k, z);
	return k;
}

long both_fd(long n, int slot, long b, long c, long d, long e)
{
	long k = kernel(n, pairs[slot].kernel, b, c, d, e, 0), z = zrt(n, pairs[slot].zrt, b, c, d, e, 0);

	same("result", k, z);
	note("  gives %ld", k);
	return k;
}

void close_pair(int slot)
{
	if (pairs[slot].kernel < 0)
		return;
	same("close", kernel(SYS_close, pairs[slot].kernel, 0, 0, 0, 0, 0),
	     zrt(SYS_close, pairs[slot].zrt, 0, 0, 0, 0, 0));
	pairs[slot].kernel = pairs[slot].zrt = -1;
}

void keep_pair(long kernel_fd, long zrt_fd)
{
	int slot = (int)pick(SLOTS);

	same("success", kernel_fd < 0 ? kernel_fd : 0, zrt_fd < 0 ? zrt_fd : 0);
	if (kernel_fd < 0)
		return;
	close_pair(slot);
	pairs[slot] = (struct pair){(int)kernel_fd, (int)zrt_fd};
}

/* --- choices ------------------------------------------------------------------------- */

unsigned pick(unsigned below)
{
	return (unsigned)(shim_random() % below);
}

bool one_in(unsigned n)
{
	return pick(n) == 0;
}

int random_slot(void)
{
	return (int)pick(one_in(40) ? SLOTS + 2 : SLOTS);
}

int random_dir(void)
{
	return one_in(5) ? random_slot() : SLOTS;
}

static void append_name(char *path)
{
	static const char *const names[] = {"a", "b", "c", "d", "e", "ff", "a name of 24 characters.", "ümläut"};
	size_t length = strlen(path);

	switch (pick(60)) {
	case 0:
		strcpy(path + length, ".");
		break;
	case 1:
	case 2:
		strcpy(path + length, "..");
		break;
	case 3:
		memset(path + length, 'n', 255);
		path[length + 255] = 0;
		break;
	case 4:
		memset(path + length, 'm', 256);
		path[length + 256] = 0;
		break;
	default:
		strcpy(path + length, names[pick(sizeof names / sizeof *names)]);
	}
}

const char *random_path(void)
{
	static char paths[4][8192];
	static unsigned next;
	char *path = paths[next++ % 4];
	unsigned parts = 1 + (one_in(2) ? pick(2) : one_in(3) ? pick(5) : 0);

	*path = 0;
	if (one_in(150))
		return path;
	if (one_in(300)) {
		unsigned length = 4090 + pick(12);

		for (unsigned i = 0; i < length; i++)
			path[i] = i & 1 ? '/' : '.';
		path[length] = 0;
		return path;
	}
	if (one_in(8))
		strcpy(path, one_in(4) ? "//" : "/");
	for (unsigned i = 0; i < parts; i++) {
		append_name(path);
		if (i + 1 < parts)
			strcat(path, one_in(12) ? "//" : "/");
	}
	if (one_in(12))
		strcat(path, one_in(3) ? "//" : "/");
	return path;
}

/* --- sequences --------------------------------------------------------------------------- */

static void start_zrt(void)
{
	static bool started;

	if (started)
		return;
	started = true;
	shim_start(HEAP_BYTES);
	shim_channel("/dev/stdin", ZVM_SGET_SPUT, ZVM_KIND_PIPE, "", 0);
	shim_channel("/dev/stdout", ZVM_SGET_SPUT, ZVM_KIND_PIPE, "", 0);
	shim_channel("/dev/stderr", ZVM_SGET_SPUT, ZVM_KIND_PIPE, "", 0);
	zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
	zrt_user = (struct zrt_user_bounds){4096, 4096, 1ULL << 47, 1ULL << 47, 1ULL << 47};
	zrt_clock_init(1000000000000000000, 1000);
	if (zrt_vfs_init() < 0) {
		printf("zrt_vfs_init failed\n");
		exit(1);
	}
}

/* A tmpfs of our own; this process and its children see nothing else. */
static void enter_tmpfs(void)
{
	struct statfs fs;
	char place[] = "/tmp/model.XXXXXX";

	if (!mkdtemp(place) || unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("tmpfs", place, "tmpfs", 0, "size=200m,mode=755") || chdir(place) || chroot(".") ||
	    statfs("/", &fs)) {
		perror("model: a tmpfs of its own");
		exit(99);
	}
	if (fs.f_type != 0x01021994) {
		printf("model: the file system is no tmpfs\n");
		exit(99);
	}
}

static void ignore_sigpipe(void)
{
	struct {
		void *handler;
		unsigned long flags;
		void *restorer;
		uint64_t mask;
	} ignore = {.handler = SIG_IGN};

	both(SYS_rt_sigaction, SIGPIPE, (long)&ignore, 0, 8, 0);
}

const char *model_root(void)
{
	static char root[32];

	snprintf(root, sizeof root, "/s%u", sequence);
	return root;
}

void model_begin(uint64_t s)
{
	const char *root;

	seed = s;
	shim_seed(seed);
	start_zrt();
	note_count = 0;
	sequence++;
	root = model_root();
	for (int i = 0; i < SLOTS; i++)
		pairs[i].kernel = pairs[i].zrt = -1;
	pairs[SLOTS].kernel = pairs[SLOTS].zrt = AT_FDCWD;
	pairs[SLOTS + 1].kernel = pairs[SLOTS + 1].zrt = -1;
	operations_begin();
	ignore_sigpipe();
	kernel(SYS_umask, 022, 0, 0, 0, 0, 0);
	zrt(SYS_umask, 022, 0, 0, 0, 0, 0);
	both(SYS_mkdir, (long)root, 0777, 0, 0, 0);
	both(SYS_chdir, (long)root, 0, 0, 0, 0);
	find_root();
}

/* Empties a directory on both sides and compares them once more by doing so. */
static void remove_all(void)
{
	for (;;) {
		char names[65536];
		bool any = false;
		long fd = kernel(SYS_open, (long)".", O_RDONLY, 0, 0, 0, 0), size;

		size = kernel(SYS_getdents64, fd, (long)names, sizeof names, 0, 0, 0);
		kernel(SYS_close, fd, 0, 0, 0, 0, 0);
		for (long at = 0; at < size; at += *(unsigned short *)(void *)(names + at + 16)) {
			char *name = names + at + 19;

			if (!strcmp(name, ".") || !strcmp(name, ".."))
				continue;
			any = true;
			note("remove %s", name);
			if (both(SYS_unlink, (long)name, 0, 0, 0, 0) != -EISDIR)
				continue;
			both(SYS_chdir, (long)name, 0, 0, 0, 0);
			remove_all();
			both(SYS_chdir, (long)"..", 0, 0, 0, 0);
			both(SYS_rmdir, (long)name, 0, 0, 0, 0);
		}
		if (!any)
			return;
	}
}

void model_end(void)
{
	both(SYS_setresuid, 0, 0, 0, 0, 0);
	both(SYS_setresgid, 0, 0, 0, 0, 0);
	for (int i = 0; i < SLOTS; i++)
		close_pair(i);
	both(SYS_chdir, (long)"/", 0, 0, 0, 0);
	remove_all();
}

int main(int argc, char **argv)
{
	uint64_t first = argc > 2 ? strtoull(argv[1], NULL, 10) : 1;
	uint64_t count = argc > 2 ? strtoull(argv[2], NULL, 10) : 60;
	unsigned steps = argc > 3 ? (unsigned)atoi(argv[3]) : 400;
	unsigned every = getenv("EVERY") ? (unsigned)atoi(getenv("EVERY")) : 100; /* steps between comparisons */
	size_t used = 0;

	enter_tmpfs();
	for (uint64_t s = first; s < first + count; s++) {
		struct zrt_heap_stats stats;

		model_begin(s);
		for (unsigned i = 0; i < steps; i++) {
			random_operation();
			if (i % every == every - 1)
				compare_trees();
		}
		compare_trees();
		model_end();
		/* What was made is gone: nothing may stay behind in the heap. */
		stats = zrt_heap_stats();
		if (s == first + 1)
			used = stats.total - stats.free;
		if (getenv("LEAKS"))
			printf("%llu %zu\n", (unsigned long long)s, stats.total - stats.free);
		if (used && stats.total - stats.free > used + 64) {
			printf("seed %llu: %zu pages leaked\n", (unsigned long long)s, stats.total - stats.free - used);
			return 1;
		}
	}
	puts("ok");
	return 0;
}
