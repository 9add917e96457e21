/* SPDX-License-Identifier: Apache-2.0 */
/* The random operations of the model test: one function each, and their weights. */
#include "compare.h"
#include "model.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "linux.h"

#define NOBODY 1000

static unsigned char source[300000], kernel_buffer[300000], zrt_buffer[300000];
static bool privileged = true;
static bool preallocated; /* fallocate was used in this sequence */

static uint64_t random_size(void)
{
	switch (pick(12)) {
	case 0:
		return 0;
	case 1:
		return pick(300000);
	case 2:
	case 3:
		return pick(20000);
	case 4:
		return 4096 * pick(5);
	default:
		return pick(3000);
	}
}

static uint64_t random_offset(void)
{
	switch (pick(20)) {
	case 0:
		return (uint64_t)pick(1000) << 32;
	case 1:
		return (uint64_t)-(int64_t)pick(5000);
	case 2:
		return INT64_MAX - pick(5000);
	default:
		return random_size();
	}
}

static uint32_t random_mode(void)
{
	static const uint32_t modes[] = {0755, 0644, 0600, 0700, 0777, 0, 0500, 0300, 01755, 02755, 04711, 06777, 0444, 0222, 0111};

	return modes[pick(sizeof modes / sizeof *modes)];
}

/* --- opening ----------------------------------------------------------------------- */

static uint32_t random_flags(void)
{
	static const uint32_t often[] = {O_CREAT, O_CREAT | O_EXCL, O_TRUNC, O_APPEND, O_DIRECTORY, O_NOFOLLOW,
	                                 O_PATH, O_NOATIME, O_CREAT, O_CREAT | O_TRUNC, O_TMPFILE, O_CLOEXEC,
	                                 K_O_TMPFILE_BIT, O_SYNC};
	uint32_t flags = O_NONBLOCK | (one_in(60) ? 3 : pick(3));

	for (unsigned i = pick(3); i; i--)
		flags |= often[pick(sizeof often / sizeof *often)];
	if (one_in(2))
		flags |= O_CREAT;
	/* Linux has changed its mind about this one. */
	if ((flags & (O_CREAT | O_DIRECTORY)) == (O_CREAT | O_DIRECTORY))
		flags &= ~(uint32_t)O_DIRECTORY;
	return flags;
}

static void do_open(void)
{
	const char *path = random_path();
	uint32_t flags = random_flags(), mode = random_mode();
	int dir = random_dir();

	note("openat(%d, %s, %#o, %#o)", dir, path, flags, mode);
	keep_pair(kernel(SYS_openat, pairs[dir].kernel, (long)path, flags, mode, 0, 0),
	          zrt(SYS_openat, pairs[dir].zrt, (long)path, flags, mode, 0, 0));
}

static void do_openat2(void)
{
	const char *path = random_path();
	int dir = random_dir();
	struct k_open_how how = {.flags = random_flags()};

	if (how.flags & (O_CREAT | K_O_TMPFILE_BIT))
		how.mode = random_mode();
	if (one_in(2))
		how.resolve = pick(16) << 1; /* not NO_XDEV: Linux refuses more than it says */
	note("openat2(%d, %s, {%#llo, %#llo, %#llx})", dir, path, (unsigned long long)how.flags,
	     (unsigned long long)how.mode, (unsigned long long)how.resolve);
	keep_pair(kernel(SYS_openat2, pairs[dir].kernel, (long)path, (long)&how, sizeof how, 0, 0),
	          zrt(SYS_openat2, pairs[dir].zrt, (long)path, (long)&how, sizeof how, 0, 0));
}

static void do_close(void)
{
	int slot = random_slot();

	note("close(%d)", slot);
	if (slot < SLOTS)
		close_pair(slot);
}

static void do_dup(void)
{
	int slot = random_slot();

	note("dup(%d)", slot);
	keep_pair(kernel(SYS_fcntl, pairs[slot].kernel, F_DUPFD_CLOEXEC, 20, 0, 0, 0),
	          zrt(SYS_fcntl, pairs[slot].zrt, F_DUPFD_CLOEXEC, 20, 0, 0, 0));
}

static void do_fcntl(void)
{
	int slot = random_slot();
	uint32_t flags = (uint32_t)(pick(2) * O_APPEND | pick(2) * O_NOATIME | O_NONBLOCK);

	note("fcntl(%d, flags %#o)", slot, flags);
	both_fd(SYS_fcntl, slot, F_GETFL, 0, 0, 0);
	both_fd(SYS_fcntl, slot, F_GETFD, 0, 0, 0);
	if (one_in(3))
		both_fd(SYS_fcntl, slot, F_SETFL, flags, 0, 0);
}

static void do_pipe(void)
{
	int k[2], z[2];

	note("pipe2");
	same("pipe2", kernel(SYS_pipe2, (long)k, O_NONBLOCK, 0, 0, 0, 0),
	     zrt(SYS_pipe2, (long)z, O_NONBLOCK, 0, 0, 0, 0));
	keep_pair(k[0], z[0]);
	keep_pair(k[1], z[1]);
}

/* --- contents ------------------------------------------------------------------------- */

static void same_buffers(long n)
{
	if (n > 0)
		same("data", 0, memcmp(kernel_buffer, zrt_buffer, (size_t)n));
}

static void do_read(void)
{
	int slot = random_slot();
	long size = (long)random_size(), n;

	note("read(%d, %ld)", slot, size);
	n = kernel(SYS_read, pairs[slot].kernel, (long)kernel_buffer, size, 0, 0, 0);
	same("read", n, zrt(SYS_read, pairs[slot].zrt, (long)zrt_buffer, size, 0, 0, 0));
	same_buffers(n);
}

static void do_pread(void)
{
	int slot = random_slot();
	long size = (long)random_size(), offset = (long)random_offset(), n;

	note("pread(%d, %ld, %ld)", slot, size, offset);
	n = kernel(SYS_pread64, pairs[slot].kernel, (long)kernel_buffer, size, offset, 0, 0);
	same("pread", n, zrt(SYS_pread64, pairs[slot].zrt, (long)zrt_buffer, size, offset, 0, 0));
	same_buffers(n);
}

static void fill_source(void)
{
	for (unsigned i = 0; i < 64; i++)
		source[pick(sizeof source)] = (unsigned char)pick(256);
}

/* A file that would not fit is not written on either side. */
static bool too_far(uint64_t offset)
{
	return offset > 1u << 30 && offset < (uint64_t)INT64_MAX - 10000;
}

static bool is_pipe(int slot)
{
	struct stat st;

	return kernel(SYS_fstat, pairs[slot].kernel, (long)&st, 0, 0, 0, 0) == 0 && S_ISFIFO(st.st_mode);
}

static void do_write(void)
{
	int slot = random_slot();
	long size = (long)random_size();

	/* How much fits in a pipe depends on how the kernel fills its pages. */
	if (is_pipe(slot))
		size %= 500;

	fill_source();
	note("write(%d, %ld)", slot, size);
	both_fd(SYS_write, slot, (long)source, size, 0, 0);
}

static void do_pwrite(void)
{
	int slot = random_slot();
	long size = (long)random_size(), offset = (long)random_offset();

	fill_source();
	note("pwrite(%d, %ld, %ld)", slot, size, offset);
	both_fd(SYS_pwrite64, slot, (long)source, size, offset, 0);
}

static void do_readv(void)
{
	int slot = random_slot(), count = (int)pick(5);
	struct iovec k[5], z[5], w[5];
	size_t at = 0;
	long n;

	for (int i = 0; i < count; i++) {
		size_t size = pick(3000);

		k[i] = (struct iovec){kernel_buffer + at, size};
		z[i] = (struct iovec){zrt_buffer + at, size};
		w[i] = (struct iovec){source + at, size};
		at += size;
	}
	if (one_in(2)) {
		note("readv(%d, %d)", slot, count);
		n = kernel(SYS_readv, pairs[slot].kernel, (long)k, count, 0, 0, 0);
		same("readv", n, zrt(SYS_readv, pairs[slot].zrt, (long)z, count, 0, 0, 0));
		same_buffers(n);
	} else if (!is_pipe(slot)) {
		note("writev(%d, %d)", slot, count);
		both_fd(SYS_writev, slot, (long)w, count, 0, 0);
	}
}

static void do_lseek(void)
{
	int slot = random_slot(), whence = (int)pick(6);
	long offset = (long)random_offset();
	struct stat st;

	if (kernel(SYS_fstat, pairs[slot].kernel, (long)&st, 0, 0, 0, 0) == 0 && S_ISDIR(st.st_mode))
		offset = whence = 0; /* other positions are nobody's business */
	if (whence > SEEK_END && preallocated)
		return; /* tmpfs calls preallocated pages holes until they are written */
	note("lseek(%d, %ld, %d)", slot, offset, whence);
	both_fd(SYS_lseek, slot, offset, whence, 0, 0);
}

static void do_truncate(void)
{
	int slot = random_slot();
	const char *path = random_path();
	long size = (long)random_offset();

	if (one_in(2)) {
		note("ftruncate(%d, %ld)", slot, size);
		both_fd(SYS_ftruncate, slot, size, 0, 0, 0);
	} else {
		note("truncate(%s, %ld)", path, size);
		both(SYS_truncate, (long)path, size, 0, 0, 0);
	}
}

static void do_fallocate(void)
{
	static const int modes[] = {0, 1, 3, 3, 2, 8, 0x10, 0x11, 0x20, 0x40, 0x1000};
	int slot = random_slot(), mode = modes[pick(sizeof modes / sizeof *modes)];
	long offset = (long)random_offset(), size = (long)random_size();

	if (!privileged || one_in(2))
		return; /* older kernels leave setuid in place */
	if (too_far((uint64_t)offset))
		offset = 5000;
	preallocated = true;
	note("fallocate(%d, %#x, %ld, %ld)", slot, mode, offset, size);
	both_fd(SYS_fallocate, slot, mode, offset, size, 0);
}

static uint64_t inode_of(int slot)
{
	struct stat st;

	return kernel(SYS_fstat, pairs[slot].kernel, (long)&st, 0, 0, 0, 0) == 0 ? st.st_ino : 0;
}

static void do_copy(void)
{
	int from = random_slot(), to = random_slot();
	long size = (long)random_size();

	/* What a file copied into itself holds depends on how the kernel passes pages. */
	if (is_pipe(from) || is_pipe(to) || inode_of(from) == inode_of(to))
		return;
	if (one_in(2)) {
		note("sendfile(%d, %d, %ld)", to, from, size);
		same("sendfile", kernel(SYS_sendfile, pairs[to].kernel, pairs[from].kernel, 0, size, 0, 0),
		     zrt(SYS_sendfile, pairs[to].zrt, pairs[from].zrt, 0, size, 0, 0));
	} else {
		note("copy_file_range(%d, %d, %ld)", from, to, size);
		same("copy", kernel(SYS_copy_file_range, pairs[from].kernel, 0, pairs[to].kernel, 0, size, 0),
		     zrt(SYS_copy_file_range, pairs[from].zrt, 0, pairs[to].zrt, 0, size, 0));
	}
}

static void do_poll(void)
{
	int slot = random_slot();
	struct pollfd k = {.fd = pairs[slot].kernel, .events = POLLIN | POLLOUT | POLLRDHUP};
	struct pollfd z = {.fd = pairs[slot].zrt, .events = POLLIN | POLLOUT | POLLRDHUP};

	note("poll(%d)", slot);
	same("poll", kernel(SYS_poll, (long)&k, 1, 0, 0, 0, 0), zrt(SYS_poll, (long)&z, 1, 0, 0, 0, 0));
	same("revents", k.revents, z.revents);
}

/* --- what is known ------------------------------------------------------------------------ */

static void do_stat(void)
{
	const char *path = random_path();
	static const int flags[] = {0, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, 0x8000};
	int dir = random_dir(), flag = flags[pick(5)];
	struct stat k, z;
	long result;

	if (flag & AT_EMPTY_PATH && one_in(2))
		path = "";
	note("fstatat(%d, %s, %#x)", dir, path, flag);
	result = kernel(SYS_newfstatat, pairs[dir].kernel, (long)path, (long)&k, flag, 0, 0);
	same("fstatat", result, zrt(SYS_newfstatat, pairs[dir].zrt, (long)path, (long)&z, flag, 0, 0));
	if (result == 0 && !S_ISFIFO(k.st_mode))
		compare_stat(&k, &z);
}

static void do_fstat(void)
{
	int slot = random_slot();
	struct stat k, z;
	long result;

	note("fstat(%d)", slot);
	result = kernel(SYS_fstat, pairs[slot].kernel, (long)&k, 0, 0, 0, 0);
	same("fstat", result, zrt(SYS_fstat, pairs[slot].zrt, (long)&z, 0, 0, 0, 0));
	if (result == 0 && !S_ISFIFO(k.st_mode))
		compare_stat(&k, &z);
}

static void do_statx(void)
{
	const char *path = random_path();
	int dir = random_dir();
	struct k_statx k, z;
	long result;

	note("statx(%d, %s)", dir, path);
	result = kernel(SYS_statx, pairs[dir].kernel, (long)path, AT_SYMLINK_NOFOLLOW, K_STATX_BASIC, (long)&k, 0);
	same("statx", result, zrt(SYS_statx, pairs[dir].zrt, (long)path, AT_SYMLINK_NOFOLLOW, K_STATX_BASIC, (long)&z, 0));
	if (result < 0)
		return;
	same("stx_mode", k.mode, z.mode);
	if (z.ino != root_ino_zrt)
		same("stx_size", (long long)k.size, (long long)z.size);
}

static void do_access(void)
{
	const char *path = random_path();
	static const int flags[] = {0, AT_EACCESS, AT_SYMLINK_NOFOLLOW, AT_EMPTY_PATH, 0x8000};
	int dir = random_dir(), flag = flags[pick(5)], mode = (int)pick(9);

	note("faccessat2(%d, %s, %d, %#x)", dir, path, mode, flag);
	both_fd(SYS_faccessat2, dir, (long)path, mode, flag, 0);
}

static void do_readlink(void)
{
	const char *path = random_path();
	int dir = random_dir();
	long size = pick(12), n;

	note("readlinkat(%d, %s, %ld)", dir, path, size);
	n = kernel(SYS_readlinkat, pairs[dir].kernel, (long)path, (long)kernel_buffer, size, 0, 0);
	same("readlink", n, zrt(SYS_readlinkat, pairs[dir].zrt, (long)path, (long)zrt_buffer, size, 0, 0));
	same_buffers(n);
}

/* --- changing attributes --------------------------------------------------------------------- */

static void do_chmod(void)
{
	const char *path = random_path();
	int slot = random_slot();
	uint32_t mode = random_mode();

	if (one_in(3)) {
		note("fchmod(%d, %#o)", slot, mode);
		both_fd(SYS_fchmod, slot, mode, 0, 0, 0);
	} else {
		note("chmod(%s, %#o)", path, mode);
		both(SYS_chmod, (long)path, mode, 0, 0, 0);
	}
}

static void do_chown(void)
{
	const char *path = random_path();
	int dir = random_dir();
	static const long ids[] = {0, NOBODY, NOBODY + 1, -1};
	long uid = ids[pick(4)], gid = ids[pick(4)], flag = one_in(3) ? AT_SYMLINK_NOFOLLOW : 0;

	note("fchownat(%d, %s, %ld, %ld, %#lx)", dir, path, uid, gid, flag);
	both_fd(SYS_fchownat, dir, (long)path, uid, gid, flag);
}

static void do_utimens(void)
{
	const char *path = random_path();
	struct timespec times[2];
	int dir = random_dir();
	long flag = one_in(3) ? AT_SYMLINK_NOFOLLOW : 0;

	for (int i = 0; i < 2; i++) {
		times[i].tv_sec = SET_MIN + pick(SET_MAX - SET_MIN);
		times[i].tv_nsec = one_in(4) ? UTIME_OMIT : one_in(6) ? UTIME_NOW : one_in(20) ? -1 : (long)pick(1000000000);
	}
	note("utimensat(%d, %s, {%ld %ld})", dir, path, times[0].tv_nsec, times[1].tv_nsec);
	both_fd(SYS_utimensat, dir, (long)(one_in(8) ? NULL : path), one_in(8) ? 0 : (long)times, flag, 0);
}

static void do_umask(void)
{
	static const long masks[] = {022, 0, 077, 027, 0777};

	note("umask");
	both(SYS_umask, masks[pick(5)], 0, 0, 0, 0);
}

/* Root now and then becomes somebody else, and comes back. */
static void do_identity(void)
{
	privileged = !privileged;
	note("become %s", privileged ? "root" : "nobody");
	if (privileged) {
		both(SYS_setresuid, -1, 0, -1, 0, 0);
		both(SYS_setresgid, -1, 0, -1, 0, 0);
	} else {
		both(SYS_setresgid, -1, NOBODY, -1, 0, 0);
		both(SYS_setresuid, -1, NOBODY, -1, 0, 0);
	}
}

/* --- names ----------------------------------------------------------------------------------- */

static void do_mkdir(void)
{
	const char *path = random_path();
	int dir = random_dir();
	uint32_t mode = random_mode();

	note("mkdirat(%d, %s, %#o)", dir, path, mode);
	both_fd(SYS_mkdirat, dir, (long)path, mode, 0, 0);
}

static void do_mknod(void)
{
	static const uint32_t types[] = {S_IFREG, S_IFIFO, S_IFSOCK, 0, S_IFDIR, S_IFLNK, S_IFCHR};
	const char *path = random_path();
	uint32_t mode = types[pick(7)] | random_mode();

	note("mknod(%s, %#o)", path, mode);
	both(SYS_mknod, (long)path, mode, 0, 0, 0);
}

static void do_unlink(void)
{
	const char *path = random_path();
	int dir = random_dir();
	long flag = one_in(3) ? AT_REMOVEDIR : one_in(50) ? 1 : 0;

	note("unlinkat(%d, %s, %#lx)", dir, path, flag);
	both_fd(SYS_unlinkat, dir, (long)path, flag, 0, 0);
}

static void do_rename(void)
{
	const char *from = random_path(), *to = random_path();
	int from_dir = random_dir(), to_dir = random_dir();
	long flags = one_in(3) ? pick(4) : 0;

	note("renameat2(%d, %s, %d, %s, %ld)", from_dir, from, to_dir, to, flags);
	same("rename", kernel(SYS_renameat2, pairs[from_dir].kernel, (long)from, pairs[to_dir].kernel, (long)to, flags, 0),
	     zrt(SYS_renameat2, pairs[from_dir].zrt, (long)from, pairs[to_dir].zrt, (long)to, flags, 0));
}

static void do_link(void)
{
	const char *from = random_path(), *to = random_path();
	static const long flags[] = {0, 0, AT_SYMLINK_FOLLOW, AT_EMPTY_PATH, 1};
	int from_dir = random_dir(), to_dir = random_dir();
	long flag = flags[pick(5)];

	if (!privileged)
		return; /* fs.protected_hardlinks would matter */
	if ((flag & AT_EMPTY_PATH) && one_in(2))
		from = "";
	note("linkat(%d, %s, %d, %s, %#lx)", from_dir, from, to_dir, to, flag);
	same("link", kernel(SYS_linkat, pairs[from_dir].kernel, (long)from, pairs[to_dir].kernel, (long)to, flag, 0),
	     zrt(SYS_linkat, pairs[from_dir].zrt, (long)from, pairs[to_dir].zrt, (long)to, flag, 0));
}

static void do_symlink(void)
{
	const char *target = random_path(), *path = random_path();
	int dir = random_dir();

	note("symlinkat(%s, %d, %s)", target, dir, path);
	same("symlink", kernel(SYS_symlinkat, (long)target, pairs[dir].kernel, (long)path, 0, 0, 0),
	     zrt(SYS_symlinkat, (long)target, pairs[dir].zrt, (long)path, 0, 0, 0));
}

static void do_chdir(void)
{
	const char *path = one_in(4) ? model_root() : random_path();
	int slot = random_slot();

	if (one_in(3)) {
		note("fchdir(%d)", slot);
		both_fd(SYS_fchdir, slot, 0, 0, 0, 0);
	} else {
		note("chdir(%s)", path);
		both(SYS_chdir, (long)path, 0, 0, 0, 0);
	}
}

/* --- locks --------------------------------------------------------------------------------------- */

static void do_flock(void)
{
	static const long operations[] = {LOCK_SH | LOCK_NB, LOCK_EX | LOCK_NB, LOCK_UN, 77};
	int slot = random_slot();
	long operation = operations[pick(4)];

	note("flock(%d, %ld)", slot, operation);
	both_fd(SYS_flock, slot, operation, 0, 0, 0);
}

static void do_lock(void)
{
	static const int commands[] = {F_SETLK, F_OFD_SETLK, F_GETLK, F_OFD_GETLK, F_OFD_SETLK};
	int slot = random_slot(), command = commands[pick(5)];
	struct flock k = {.l_type = (short)pick(4), .l_whence = (short)pick(4), .l_start = (int)pick(40) - 3,
	                  .l_len = (int)pick(30) - 4}, z = k;
	long result;

	if (command == F_OFD_GETLK && k.l_type == F_UNLCK)
		return; /* only newer kernels know it */
	note("lock(%d, %d, type %d whence %d %ld %ld)", slot, command, k.l_type, k.l_whence, (long)k.l_start, (long)k.l_len);
	result = kernel(SYS_fcntl, pairs[slot].kernel, command, (long)&k, 0, 0, 0);
	same("lock", result, zrt(SYS_fcntl, pairs[slot].zrt, command, (long)&z, 0, 0, 0));
	if (result < 0 || (command != F_GETLK && command != F_OFD_GETLK))
		return;
	same("l_type", k.l_type, z.l_type);
	if (k.l_type == F_UNLCK)
		return;
	same("l_start", k.l_start, z.l_start);
	same("l_len", k.l_len, z.l_len);
	same("l_pid", k.l_pid == -1, z.l_pid == -1);
}

/* --- choice ---------------------------------------------------------------------------------------- */

static const struct {
	void (*run)(void);
	unsigned weight;
} operations[] = {
	{do_open, 24}, {do_openat2, 6}, {do_close, 4}, {do_dup, 3}, {do_fcntl, 4}, {do_pipe, 1},
	{do_read, 8}, {do_pread, 6}, {do_write, 12}, {do_pwrite, 8}, {do_readv, 4}, {do_lseek, 8},
	{do_truncate, 6}, {do_fallocate, 5}, {do_copy, 6}, {do_poll, 2},
	{do_stat, 6}, {do_fstat, 4}, {do_statx, 2}, {do_access, 5}, {do_readlink, 3},
	{do_chmod, 6}, {do_chown, 4}, {do_utimens, 4}, {do_umask, 1}, {do_identity, 2},
	{do_mkdir, 14}, {do_mknod, 4}, {do_unlink, 10}, {do_rename, 14}, {do_link, 8}, {do_symlink, 10},
	{do_chdir, 4}, {do_flock, 2}, {do_lock, 8},
};
#define COUNT (sizeof operations / sizeof *operations)

void random_operation(void)
{
	unsigned total = 0, chosen;

	for (size_t i = 0; i < COUNT; i++)
		total += operations[i].weight;
	chosen = pick(total);
	for (size_t i = 0; i < COUNT; i++) {
		if (chosen < operations[i].weight) {
			operations[i].run();
			return;
		}
		chosen -= operations[i].weight;
	}
}

void operations_begin(void)
{
	privileged = true;
	preallocated = false;
	memset(source, 0, sizeof source);
	for (size_t i = 0; i < sizeof source; i++)
		source[i] = (unsigned char)(i * 7 >> 3);
}
