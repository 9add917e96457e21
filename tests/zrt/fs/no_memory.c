/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every allocation of a long scenario of file-system calls fails in turn: each
 * call then fails with ENOMEM, ENOSPC or ENOLCK or does its work, nothing
 * crashes, and the heap is as full afterwards as before.
 *
 * RUN: $BUILD/host/tests/zrt/fs/no_memory
 * OUT: ok
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../host/shim.h"
#include "clock.h"
#include "heap.h"
#include "linux.h"
#include "user.h"
#include "vfs.h"
#include "zrt/zrt.h"

#define LONG_NAME "/t/a rather long name that does not fit into an entry itself"

/* A call that may fail for lack of memory, or because one before it did. */
static long try(long n, long a, long b, long c, long d, long e)
{
	long result = zrt_syscall(n, a, b, c, d, e, 0);

	CHECK(result >= 0 || result == -ENOMEM || result == -ENOSPC || result == -ENOLCK || result == -EBADF ||
	      result == -ENOENT || result == -EEXIST || result == -ENOTSOCK || result == -EINVAL);
	return result;
}
#define T(name, ...) TRY6(SYS_##name, __VA_ARGS__, 0, 0, 0, 0, 0)
#define TRY6(n, a, b, c, d, e, ...) try(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))

static void scenario(void)
{
	static char data[40000], out[300];
	struct epoll_event event = {.events = EPOLLIN};
	int pair[2] = {-1, -1};
	long fd, set;

	T(mkdir, "/t", 0755);
	fd = T(open, LONG_NAME, O_CREAT | O_RDWR, 0644);
	T(write, fd, data, 100);
	T(write, fd, data, 3000);
	T(write, fd, data, sizeof data);
	T(pwrite64, fd, data, 100, 1L << 40);
	T(fallocate, fd, 0, 100000, 50000);
	T(fallocate, fd, 3, 5000, 20000);
	T(flock, fd, LOCK_EX | LOCK_NB);
	T(symlink, LONG_NAME, "/t/link");
	T(link, LONG_NAME, "/t/hard");
	T(rename, "/t/hard", LONG_NAME " and more");
	T(rename, LONG_NAME " and more", LONG_NAME);
	T(rename, LONG_NAME, "/t/short");
	T(readlink, "/proc/self/fd/3", out, sizeof out);
	T(pipe2, pair, O_NONBLOCK);
	T(write, pair[1], data, 10);
	T(close, pair[0]);
	T(close, pair[1]);
	pair[0] = pair[1] = -1;
	T(socketpair, AF_UNIX, SOCK_STREAM, 0, pair);
	set = T(epoll_create1, 0);
	T(epoll_ctl, set, EPOLL_CTL_ADD, pair[0], &event);
	T(close, set);
	T(close, pair[0]);
	T(close, pair[1]);
	T(close, T(eventfd2, 1, 0));
	T(close, T(memfd_create, "m", 0));
	T(fcntl, fd, F_DUPFD, 200);
	T(close, 200);
	T(close, fd);
	T(close, T(open, "/proc/meminfo", O_RDONLY));
	T(unlink, "/t/short");
	T(unlink, LONG_NAME);
	T(unlink, LONG_NAME " and more");
	T(unlink, "/t/hard");
	T(unlink, "/t/link");
	T(rmdir, "/t");
}

int main(void)
{
	size_t before;
	uint64_t count, allocations;

	shim_start(64u << 20);
	zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
	zrt_user = (struct zrt_user_bounds){4096, 4096, 1ULL << 47, 1ULL << 47, 1ULL << 47};
	zrt_clock_init(0, 1000);
	CHECK_EQ(zrt_vfs_init(), 0);
	scenario();
	before = zrt_heap_stats().free;
	count = zrt_heap_count();
	scenario();
	allocations = zrt_heap_count() - count;
	CHECK(allocations > 40);
	CHECK_EQ(zrt_heap_stats().free, before);
	for (int onwards = 0; onwards < 2; onwards++) {
		for (uint64_t n = 1; n <= allocations; n++) {
			zrt_heap_fail(n, onwards);
			scenario();
			zrt_heap_fail(0, false);
			scenario();
			CHECK(zrt_heap_stats().free + 8 >= before);
		}
	}
	puts("ok");
	return 0;
}
