/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Linux has beside plain files: memory files and their seals, event and
 * timer descriptors, nameless files, holes, exchanges of names, statx, splice,
 * mappings of files, asking for what is refused.
 * RUN: "$D/compare.sh" "$S"
 * NEEDS: musl-gcc
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/descriptorsXXXXXX";

/* One line for each call: its result, and errno where it failed. */
static long tell(const char *what, long result)
{
	int error = errno;

	printf("%s: %ld%s%s\n", what, result, result < 0 ? " " : "", result < 0 ? strerror(error) : "");
	errno = 0;
	return result;
}
#define TELL(call) tell(#call, (long)(call))

static void memory_files(void)
{
	int fd = memfd_create("name", MFD_ALLOW_SEALING | MFD_CLOEXEC), plain = memfd_create("plain", 0);
	char text[64] = "";
	struct stat st;

	printf("memfd %d %d\n", fd >= 0, plain >= 0);
	TELL(fcntl(fd, F_GETFD));
	TELL(fcntl(plain, F_GET_SEALS));
	TELL(fcntl(plain, F_ADD_SEALS, F_SEAL_GROW));
	TELL(write(fd, "0123456789", 10));
	TELL(ftruncate(fd, 8192));
	TELL(fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK));
	TELL(ftruncate(fd, 100));
	TELL(ftruncate(fd, 9000));
	TELL(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
	TELL(ftruncate(fd, 10000));
	TELL(pwrite(fd, "xy", 2, 8999));
	TELL(pwrite(fd, "xy", 2, 9000));
	TELL(fallocate(fd, 0, 0, 20000));
	char *map = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	printf("mapped %d %.4s\n", map != MAP_FAILED, map);
	TELL(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
	TELL(munmap(map, 4096));
	TELL(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL));
	TELL(pwrite(fd, "x", 1, 0));
	TELL(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED);
	TELL(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED);
	TELL(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
	TELL(fcntl(fd, F_GET_SEALS));
	TELL(pread(fd, text, 5, 3));
	printf("%s\n", text);
	TELL(fstat(fd, &st));
	printf("mode %o size %ld links %d\n", st.st_mode, (long)st.st_size, (int)st.st_nlink);
	TELL(memfd_create("a", 0x8000));
	close(fd);
	close(plain);
}

static void events(void)
{
	uint64_t n = 5;
	int fd = eventfd(3, EFD_NONBLOCK), sem = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
	struct pollfd p = { fd, POLLIN | POLLOUT, 0 };

	TELL(poll(&p, 1, 0));
	printf("events %x\n", (unsigned)p.revents);
	TELL(write(fd, &n, 8));
	TELL(read(fd, &n, 8));
	printf("count %llu\n", (unsigned long long)n);
	TELL(read(fd, &n, 8));
	TELL(read(fd, &n, 4));
	n = UINT64_MAX;
	TELL(write(fd, &n, 8));
	n = UINT64_MAX - 1;
	TELL(write(fd, &n, 8));
	TELL(write(fd, &n, 8));
	TELL(poll(&p, 1, 0));
	printf("events %x\n", (unsigned)p.revents);
	for (int i = 0; i < 3; i++) {
		TELL(read(sem, &n, 8));
		printf("count %llu\n", (unsigned long long)n);
	}
	TELL(lseek(fd, 0, SEEK_SET));
	TELL(pread(fd, &n, 8, 0));
	TELL(ftruncate(fd, 0));
	TELL(eventfd(0, 12345));
	close(fd);
	close(sem);
}

static void timers(void)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	struct itimerspec set = { { 0, 0 }, { 0, 1000000 } }, now;
	struct pollfd p = { fd, POLLIN, 0 };
	uint64_t n = 0;

	TELL(read(fd, &n, 8));
	TELL(timerfd_settime(fd, 0, &set, NULL));
	TELL(poll(&p, 1, 1000));
	TELL(read(fd, &n, 8));
	printf("expired %llu\n", (unsigned long long)n);
	TELL(timerfd_gettime(fd, &now));
	printf("left %ld %ld\n", (long)now.it_value.tv_sec, now.it_value.tv_nsec);
	set.it_value.tv_nsec = 1000000000;
	TELL(timerfd_settime(fd, 0, &set, NULL));
	TELL(timerfd_settime(fd, 16, &set, NULL));
	TELL(timerfd_create(77, 0));
	TELL(timerfd_settime(1, 0, &set, NULL));
	close(fd);
}

static void names(void)
{
	char text[300];
	int fd = open(folder, O_TMPFILE | O_RDWR, 0640), other;
	struct stat st;

	printf("nameless %d\n", fd >= 0);
	TELL(write(fd, "nameless", 8));
	TELL(fstat(fd, &st));
	printf("links %d mode %o\n", (int)st.st_nlink, st.st_mode);
	snprintf(text, sizeof text, "/proc/self/fd/%d", fd);
	TELL(linkat(AT_FDCWD, text, AT_FDCWD, "named", AT_SYMLINK_FOLLOW));
	TELL(stat("named", &st));
	printf("links %d size %ld\n", (int)st.st_nlink, (long)st.st_size);
	close(fd);
	fd = open(folder, O_TMPFILE | O_RDWR | O_EXCL, 0640);
	snprintf(text, sizeof text, "/proc/self/fd/%d", fd);
	TELL(linkat(AT_FDCWD, text, AT_FDCWD, "excl", AT_SYMLINK_FOLLOW));
	close(fd);
	TELL(open(folder, O_TMPFILE | O_RDONLY, 0600));
	TELL(open("named", O_TMPFILE | O_RDWR, 0600));
	other = open("other", O_CREAT | O_RDWR, 0600);
	TELL(write(other, "other!", 6));
	TELL(syscall(SYS_renameat2, AT_FDCWD, "named", AT_FDCWD, "other", 1));
	TELL(syscall(SYS_renameat2, AT_FDCWD, "named", AT_FDCWD, "other", 2));
	TELL(stat("named", &st));
	printf("size %ld\n", (long)st.st_size);
	TELL(syscall(SYS_renameat2, AT_FDCWD, "named", AT_FDCWD, "missing", 2));
	TELL(syscall(SYS_renameat2, AT_FDCWD, "named", AT_FDCWD, "other", 3));
	TELL(syscall(SYS_renameat2, AT_FDCWD, "named", AT_FDCWD, "other", 8));
	TELL(mkdir("d", 0700));
	TELL(mkdir("d/e", 0700));
	TELL(rename("d", "d/e/f"));
	TELL(syscall(SYS_renameat2, AT_FDCWD, "d", AT_FDCWD, "d/e", 2));
	TELL(rename("named", "d"));
	TELL(rename("d", "named"));
	TELL(rename("d/e", "d"));
	TELL(rmdir("d"));
	TELL(unlink("d"));
	TELL(rmdir("d/e/."));
	TELL(rmdir("d/e"));
	TELL(symlink("loop", "loop"));
	TELL(open("loop", O_RDONLY));
	TELL(open("loop", O_RDONLY | O_NOFOLLOW));
	TELL(open("loop", O_CREAT | O_EXCL | O_RDWR, 0600));
	TELL(truncate("d", 0));
	TELL(open("d", O_WRONLY));
	TELL(open("named/", O_RDONLY));
	TELL(open("new/", O_CREAT | O_RDWR, 0600));
	TELL(link("d", "dd"));
	TELL(getxattr("named", "user.x", text, sizeof text) < 0);
	close(other);
}

static void holes(void)
{
	int fd = open("holes", O_CREAT | O_RDWR, 0600), to = open("copy", O_CREAT | O_RDWR, 0600);
	static char block[65536], back[65536];
	struct stat st;
	off_t from_at = 100, to_at = 5;

	memset(block, 'b', sizeof block);
	TELL(write(fd, block, sizeof block));
	TELL(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 4096, 8192));
	TELL(fallocate(fd, FALLOC_FL_PUNCH_HOLE, 4096, 8192));
	TELL(lseek(fd, 0, SEEK_HOLE));
	TELL(lseek(fd, 4096, SEEK_DATA));
	TELL(lseek(fd, 70000, SEEK_DATA));
	TELL(pread(fd, back, 16384, 0));
	printf("%d %d %d %d\n", back[4095], back[4096], back[12287], back[12288]);
	TELL(fallocate(fd, FALLOC_FL_KEEP_SIZE, 65536, 10000));
	TELL(fstat(fd, &st));
	printf("size %ld\n", (long)st.st_size);
	TELL(fallocate(fd, 0, 65536, 10000));
	TELL(fstat(fd, &st));
	printf("size %ld blocks %ld\n", (long)st.st_size, (long)st.st_blocks);
	TELL(fallocate(fd, 0, 0, 0));
	TELL(fallocate(fd, 0, -1, 10));
	TELL(posix_fallocate(fd, 0, 100000));
	TELL(copy_file_range(fd, &from_at, to, &to_at, 30000, 0));
	printf("at %ld %ld\n", (long)from_at, (long)to_at);
	TELL(copy_file_range(fd, NULL, fd, NULL, 10, 0));
	TELL(copy_file_range(fd, &from_at, to, &to_at, 10, 1));
	TELL(sendfile(to, fd, &from_at, 1000));
	TELL(lseek(to, 0, SEEK_CUR));
	TELL(ftruncate(to, 1 << 20));
	TELL(lseek(to, 0, SEEK_END));
	TELL(lseek(to, -5, SEEK_SET));
	TELL(lseek(to, 5, 77));
	close(fd);
	close(to);
	/* A write that fails leaves the offset, also at the end of the largest file. */
	fd = open("largest", O_CREAT | O_RDWR | O_APPEND, 0600);
	if (ftruncate(fd, INT64_MAX) == 0) {
		TELL(write(fd, block, 10) < 0);
		TELL(lseek(fd, 0, SEEK_CUR));
	} else { /* not on every file system */
		printf("write(fd, block, 10) < 0: 1\nlseek(fd, 0, SEEK_CUR): 0\n");
	}
	close(fd);
	/* A few bytes, and a hole behind them. */
	fd = open("short", O_CREAT | O_RDWR, 0600);
	TELL(write(fd, block, 10));
	TELL(ftruncate(fd, 16384));
	TELL(lseek(fd, 0, SEEK_HOLE));
	TELL(lseek(fd, 5000, SEEK_HOLE));
	TELL(lseek(fd, 5000, SEEK_DATA));
	close(fd);
}

static void times(void)
{
	struct { /* musl 1.2.3 has no struct statx */
		uint32_t mask, block;
		uint64_t attributes;
		uint32_t nlink, uid, gid;
		uint16_t mode, spare;
		uint64_t ino, size, blocks, attributes_mask;
		int64_t atime;
		uint32_t atime_nsec;
		unsigned char rest[180];
	} x;
	struct timespec when[2] = { { 1000000000, 123456789 }, { 0, UTIME_OMIT } };
	struct stat st;

	TELL(utimensat(AT_FDCWD, "named", when, 0));
	TELL(syscall(SYS_statx, AT_FDCWD, "named", 0, 0x7ff, &x));
	printf("%o %lld %u atime %lld.%09u mask %d\n", x.mode, (long long)x.size, x.nlink, (long long)x.atime,
	       x.atime_nsec, (x.mask & 0x7ff) == 0x7ff);
	TELL(syscall(SYS_statx, AT_FDCWD, "named", 0x6000, 0, &x));
	TELL(syscall(SYS_statx, AT_FDCWD, "", 0, 0x7ff, &x));
	TELL(syscall(SYS_statx, AT_FDCWD, "named", 0, 0x80000000, &x));
	when[1] = (struct timespec){ 5, 1000000000 };
	TELL(utimensat(AT_FDCWD, "named", when, 0));
	when[1] = (struct timespec){ -5, 999999999 };
	TELL(utimensat(AT_FDCWD, "named", when, AT_SYMLINK_NOFOLLOW));
	TELL(stat("named", &st));
	printf("mtime %ld.%09ld\n", (long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

static void pipes(void)
{
	int ends[2], fd = open("named", O_RDWR);
	char text[32] = "";
	struct iovec v[3] = { { "ab", 2 }, { "", 0 }, { "cde", 3 } };
	off_t at = 1;

	TELL(pipe2(ends, O_NONBLOCK));
	TELL(read(ends[0], text, 1));
	TELL(writev(ends[1], v, 3));
	TELL(splice(ends[0], NULL, fd, &at, 4, 0));
	TELL(splice(ends[0], NULL, fd, NULL, 4, 0));
	TELL(pread(fd, text, 10, 0));
	printf("%s\n", text);
	TELL(splice(fd, NULL, ends[1], NULL, 3, 0));
	TELL(read(ends[0], text, 10));
	TELL(splice(fd, NULL, fd, NULL, 3, 0));
	TELL(fcntl(ends[0], F_GETPIPE_SZ));
	TELL(fcntl(ends[0], F_SETPIPE_SZ, 4096));
	long n = 0;
	while (write(ends[1], text, sizeof text) > 0)
		n++;
	printf("filled with %ld: %s\n", n * (long)sizeof text, strerror(errno));
	TELL(lseek(ends[0], 0, SEEK_SET));
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
	TELL(write(ends[1], "x", 1));
	close(ends[1]);
	close(fd);
}

static void mappings(void)
{
	int fd = open("mapped", O_CREAT | O_RDWR, 0600), reading = open("mapped", O_RDONLY);
	char *shared, *private, text[8] = "";

	TELL(ftruncate(fd, 10000));
	shared = mmap(NULL, 10000, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	private = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 4096);
	memcpy(shared, "shared", 6);
	memcpy(shared + 4096, "page 2", 6);
	TELL(pread(fd, text, 6, 0));
	printf("%s\n", text);
	private[0] = 'P';
	TELL(pread(fd, text, 6, 4096));
	printf("%s\n", text);
	TELL(pwrite(fd, "written", 7, 9000));
	printf("%.7s %d\n", shared + 9000, shared[10001]);
	TELL(msync(shared, 10000, MS_SYNC));
	TELL(msync(shared, 10000, MS_SYNC | MS_ASYNC));
	TELL(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, reading, 0) == MAP_FAILED);
	TELL(mmap(NULL, 4096, PROT_WRITE, MAP_PRIVATE, reading, 0) == MAP_FAILED);
	TELL(mmap(NULL, 0, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED);
	TELL(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 100) == MAP_FAILED);
	TELL(mmap(NULL, 4096, PROT_READ, 0, fd, 0) == MAP_FAILED);
	TELL(mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, -1, 0) == MAP_FAILED);
	TELL(munmap(shared + 1, 4096));
	TELL(munmap(shared, 0));
	TELL(munmap(shared, 10000));
	TELL(pread(fd, text, 6, 0));
	printf("%s\n", text);
	char *grown = mremap(private, 4096, 3 * 4096, MREMAP_MAYMOVE);
	printf("%d %c %d\n", grown != MAP_FAILED, grown[0], grown[5000]);
	TELL(mremap(grown, 4096, 0, MREMAP_MAYMOVE) == MAP_FAILED);
	TELL(madvise(grown, 4096, 1234));
	TELL(mprotect(grown + 5, 4096, PROT_READ));
	TELL(munmap(grown, 3 * 4096));
	close(fd);
	close(reading);
}

static void locks(void)
{
	int one = open("named", O_RDWR), two = open("named", O_RDWR);
	struct flock l = { .l_type = F_WRLCK, .l_start = 10, .l_len = 10 };

	TELL(flock(one, LOCK_EX | LOCK_NB));
	TELL(flock(two, LOCK_SH | LOCK_NB));
	TELL(flock(one, LOCK_SH));
	TELL(flock(two, LOCK_SH | LOCK_NB));
	TELL(flock(two, LOCK_UN));
	TELL(flock(one, 77));
	TELL(fcntl(one, F_SETLK, &l));
	TELL(fcntl(two, F_GETLK, &l));
	printf("type %d\n", l.l_type);
	l = (struct flock){ .l_type = F_WRLCK, .l_start = 10, .l_len = 10 };
	TELL(fcntl(one, F_OFD_SETLK, &l));
	l.l_start = 15;
	TELL(fcntl(two, F_OFD_SETLK, &l));
	l.l_start = 20;
	TELL(fcntl(two, F_OFD_SETLK, &l));
	TELL(lockf(one, F_TEST, 5));
	close(one);
	close(two);
}

static void descriptors(void)
{
	int fd = open("named", O_RDWR | O_APPEND), copy = dup(fd);
	unsigned char bytes[16];

	TELL(fcntl(fd, F_GETFL) & (O_APPEND | O_ACCMODE));
	TELL(fcntl(copy, F_SETFL, O_NONBLOCK));
	TELL(fcntl(fd, F_GETFL) & (O_APPEND | O_NONBLOCK | O_ACCMODE));
	TELL(dup2(fd, fd) == fd);
	TELL(dup3(fd, fd, 0));
	TELL(dup2(fd, 100000000));
	TELL(fcntl(fd, F_DUPFD_CLOEXEC, 500));
	TELL(fcntl(500, F_GETFD));
	TELL(close(500));
	TELL(close(500));
	TELL(fcntl(fd, 9999));
	TELL(getrandom(bytes, sizeof bytes, GRND_NONBLOCK));
	TELL(getrandom(bytes, sizeof bytes, 0x100));
	TELL(getentropy(bytes, 300));
	TELL(write(fd, NULL, 5));
	TELL(read(fd, bytes, 0));
	TELL(readv(fd, NULL, -1));
	TELL(preadv(fd, NULL, 0, -1));
	close(fd);
	close(copy);
}

int main(void)
{
	umask(022);
	TELL(mkdtemp(folder) != NULL && chdir(folder) == 0);
	memory_files();
	events();
	timers();
	names();
	holes();
	times();
	pipes();
	mappings();
	locks();
	descriptors();
	return 0;
}
