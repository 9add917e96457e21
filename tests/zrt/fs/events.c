/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files to wait for (pipes, eventfd, timerfd, socket pairs, epoll) and memfd: one
 * scenario each, run on the kernel and on ZRT, with the same results.
 *
 * RUN: $BUILD/host/tests/zrt/fs/events
 * OUT: ok
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "../host/shim.h"
#include "clock.h"
#include "heap.h"
#include "linux.h"
#include "user.h"
#include "vfs.h"
#include "zrt/zrt.h"

static bool on_kernel;

static long call(long n, long a, long b, long c, long d, long e, long f)
{
	long result;

	if (!on_kernel)
		return zrt_syscall(n, a, b, c, d, e, f);
	result = syscall(n, a, b, c, d, e, f);
	return result < 0 ? -errno : result;
}

#define C(name, ...) CALL7(SYS_##name, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL7(n, a, b, c, d, e, f, ...) \
	call(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static unsigned ready(long fd, int events)
{
	struct pollfd p = {.fd = (int)fd, .events = (short)events};

	CHECK(C(poll, &p, 1, 0) >= 0);
	return (unsigned short)p.revents;
}

static void pipes(void)
{
	char buffer[70000] = "";
	int p[2], n;

	CHECK_EQ(C(pipe2, p, O_NONBLOCK), 0);
	CHECK_EQ(C(read, p[0], buffer, 10), -EAGAIN);
	CHECK_EQ(ready(p[0], POLLIN), 0);
	CHECK_EQ(ready(p[1], POLLOUT), POLLOUT);
	CHECK_EQ(C(write, p[1], buffer, 70000), 65536);
	CHECK_EQ(C(write, p[1], buffer, 1), -EAGAIN);
	CHECK_EQ(ready(p[1], POLLOUT), 0);
	CHECK_EQ(C(ioctl, p[0], FIONREAD, &n), 0);
	CHECK_EQ(n, 65536);
	CHECK_EQ(C(read, p[0], buffer, 70000), 65536);
	CHECK_EQ(C(fcntl, p[0], F_GETPIPE_SZ), 65536);
	CHECK_EQ(C(fcntl, p[0], F_SETPIPE_SZ, 5000), 8192);
	CHECK_EQ(C(lseek, p[0], 0, SEEK_CUR), -ESPIPE);
	CHECK_EQ(C(pread64, p[0], buffer, 1, 0), -ESPIPE);
	CHECK_EQ(C(write, p[0], buffer, 1), -EBADF);
	CHECK_EQ(C(close, p[1]), 0);
	CHECK_EQ(ready(p[0], POLLIN), POLLHUP);
	CHECK_EQ(C(read, p[0], buffer, 10), 0);
	CHECK_EQ(C(close, p[0]), 0);
}

static void counters(void)
{
	uint64_t value = 7;
	long fd = C(eventfd2, 3, O_NONBLOCK);

	CHECK(fd >= 0);
	CHECK_EQ(C(write, fd, &value, 8), 8);
	CHECK_EQ(C(write, fd, &value, 7), -EINVAL);
	CHECK_EQ(ready(fd, POLLIN | POLLOUT), POLLIN | POLLOUT);
	CHECK_EQ(C(read, fd, &value, 8), 8);
	CHECK_EQ(value, 10);
	CHECK_EQ(C(read, fd, &value, 8), -EAGAIN);
	value = UINT64_MAX;
	CHECK_EQ(C(write, fd, &value, 8), -EINVAL);
	value = UINT64_MAX - 1;
	CHECK_EQ(C(write, fd, &value, 8), 8);
	CHECK_EQ(ready(fd, POLLIN | POLLOUT), POLLIN);
	value = 1;
	CHECK_EQ(C(write, fd, &value, 8), -EAGAIN);
	CHECK_EQ(C(close, fd), 0);
	fd = C(eventfd2, 2, O_NONBLOCK | 1);
	CHECK_EQ(C(read, fd, &value, 8), 8);
	CHECK_EQ(value, 1);
	CHECK_EQ(C(eventfd2, 0, 0x10), -EINVAL);
	CHECK_EQ(C(close, fd), 0);
}

static void timers(void)
{
	struct itimerspec t = {.it_value = {0, 2000000}}, left;
	uint64_t count = 0;
	long fd = C(timerfd_create, CLOCK_MONOTONIC, O_NONBLOCK);
	struct pollfd p = {.fd = (int)fd, .events = POLLIN};

	CHECK(fd >= 0);
	CHECK_EQ(C(read, fd, &count, 8), -EAGAIN);
	CHECK_EQ(C(timerfd_settime, fd, 0, &t, 0), 0);
	CHECK_EQ(C(timerfd_gettime, fd, &left), 0);
	CHECK(left.it_value.tv_nsec > 0 && left.it_value.tv_nsec <= 2000000);
	CHECK_EQ(C(poll, &p, 1, 10000), 1);
	CHECK_EQ(C(read, fd, &count, 8), 8);
	CHECK_EQ(count, 1);
	CHECK_EQ(C(poll, &p, 1, 1), 0);
	t.it_value.tv_nsec = 1000000000;
	CHECK_EQ(C(timerfd_settime, fd, 0, &t, 0), -EINVAL);
	CHECK_EQ(C(timerfd_settime, 0, 0, &left, 0), -EINVAL);
	CHECK_EQ(C(close, fd), 0);
}

static void sockets(void)
{
	char buffer[100];
	int s[2], type;
	unsigned size = sizeof type;
	struct iovec v[2] = {{buffer, 2}, {buffer + 50, 10}};
	struct msghdr m = {.msg_iov = v, .msg_iovlen = 2};

	CHECK_EQ(C(socketpair, AF_INET, SOCK_STREAM, 0, s), -EOPNOTSUPP + (on_kernel ? 0 : EOPNOTSUPP - EAFNOSUPPORT));
	CHECK_EQ(C(socketpair, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s), 0);
	CHECK_EQ(C(read, s[0], buffer, 10), -EAGAIN);
	CHECK_EQ(C(write, s[1], "hello", 5), 5);
	CHECK_EQ(C(write, s[1], " you", 4), 4);
	CHECK_EQ(C(recvfrom, s[0], buffer, 3, MSG_PEEK, 0, 0), 3);
	CHECK_EQ(C(read, s[0], buffer, 100), 9);
	CHECK(!memcmp(buffer, "hello you", 9));
	CHECK_EQ(C(getsockopt, s[0], SOL_SOCKET, SO_TYPE, &type, &size), 0);
	CHECK_EQ(type, SOCK_STREAM);
	CHECK_EQ(C(shutdown, s[1], SHUT_WR), 0);
	CHECK_EQ(C(read, s[0], buffer, 1), 0);
	CHECK_EQ(C(sendto, s[1], "x", 1, MSG_NOSIGNAL, 0, 0), -EPIPE);
	CHECK_EQ(C(write, s[0], "back", 4), 4);
	CHECK_EQ(C(read, s[1], buffer, 100), 4);
	CHECK_EQ(C(lseek, s[0], 0, SEEK_CUR), -ESPIPE);
	CHECK_EQ(C(close, s[0]), 0);
	CHECK_EQ(ready(s[1], POLLIN | POLLRDHUP), POLLIN | POLLHUP | POLLRDHUP);
	CHECK_EQ(C(close, s[1]), 0);

	CHECK_EQ(C(socketpair, AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, s), 0);
	CHECK_EQ(C(write, s[0], "first", 5), 5);
	CHECK_EQ(C(write, s[0], "second one", 10), 10);
	CHECK_EQ(C(write, s[0], "", 0), 0);
	CHECK_EQ(C(ioctl, s[1], FIONREAD, &type), 0);
	CHECK_EQ(type, 5);
	CHECK_EQ(C(read, s[1], buffer, 3), 3); /* the rest of a datagram is lost */
	CHECK_EQ(C(recvmsg, s[1], &m, 0), 10);
	CHECK(!memcmp(buffer, "se", 2) && !memcmp(buffer + 50, "cond one", 8));
	CHECK_EQ(C(read, s[1], buffer, 100), 0);
	CHECK_EQ(C(read, s[1], buffer, 100), -EAGAIN);
	CHECK_EQ(C(recvfrom, 0, buffer, 1, 0, 0, 0), -ENOTSOCK);
	CHECK_EQ(C(close, s[0]), 0);
	CHECK_EQ(C(close, s[1]), 0);
}

static long wait_one(long set, struct epoll_event *event)
{
	return C(epoll_wait, set, event, 1, 0);
}

static void sets(void)
{
	struct epoll_event in = {.events = EPOLLIN, .data.u64 = 42}, edge = {.events = EPOLLIN | EPOLLET, .data.u64 = 43};
	struct epoll_event once = {.events = EPOLLIN | EPOLLONESHOT, .data.u64 = 44}, out[4];
	long set = C(epoll_create1, 0), inner = C(epoll_create1, O_CLOEXEC);
	char byte = 0;
	int p[2], q[2];

	CHECK_EQ(C(pipe2, p, O_NONBLOCK), 0);
	CHECK_EQ(C(pipe2, q, O_NONBLOCK), 0);
	CHECK_EQ(C(epoll_ctl, set, EPOLL_CTL_ADD, p[0], &in), 0);
	CHECK_EQ(C(epoll_ctl, set, EPOLL_CTL_ADD, p[0], &in), -EEXIST);
	CHECK_EQ(C(epoll_ctl, set, EPOLL_CTL_DEL, q[0], 0), -ENOENT);
	CHECK_EQ(C(epoll_ctl, set, EPOLL_CTL_ADD, set, &in), -EINVAL);
	CHECK_EQ(wait_one(set, out), 0);
	CHECK_EQ(C(write, p[1], &byte, 1), 1);
	CHECK_EQ(wait_one(set, out), 1);
	CHECK(out[0].events == EPOLLIN && out[0].data.u64 == 42);
	CHECK_EQ(wait_one(set, out), 1);
	CHECK_EQ(C(epoll_ctl, set, EPOLL_CTL_MOD, p[0], &edge), 0);
	CHECK_EQ(wait_one(set, out), 1);
	CHECK_EQ(wait_one(set, out), 0);
	CHECK_EQ(C(write, p[1], &byte, 1), 1);
	CHECK_EQ(wait_one(set, out), 1);
	CHECK_EQ(out[0].data.u64, 43);
	CHECK_EQ(wait_one(set, out), 0);
	CHECK_EQ(C(epoll_ctl, set, EPOLL_CTL_MOD, p[0], &once), 0);
	CHECK_EQ(wait_one(set, out), 1);
	CHECK_EQ(C(write, p[1], &byte, 1), 1);
	CHECK_EQ(wait_one(set, out), 0);
	CHECK_EQ(C(epoll_ctl, inner, EPOLL_CTL_ADD, set, &in), 0);
	CHECK_EQ(C(epoll_ctl, set, EPOLL_CTL_ADD, inner, &in), -ELOOP);
	CHECK_EQ(C(epoll_ctl, set, EPOLL_CTL_MOD, p[0], &in), 0);
	CHECK_EQ(wait_one(inner, out), 1);
	CHECK_EQ(C(close, p[0]), 0);
	CHECK_EQ(wait_one(set, out), 0);
	CHECK_EQ(C(close, p[1]), 0);
	CHECK_EQ(C(close, set), 0);
	CHECK_EQ(C(close, inner), 0);
	CHECK_EQ(C(close, q[0]), 0);
	CHECK_EQ(C(close, q[1]), 0);
}

static void selecting(void)
{
	struct timeval t = {0, 1000};
	fd_set in, out;
	int p[2];

	CHECK_EQ(C(pipe2, p, O_NONBLOCK), 0);
	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(p[0], &in);
	FD_SET(p[1], &out);
	CHECK_EQ(C(select, p[1] + 1, &in, &out, 0, 0), 1);
	CHECK(!FD_ISSET(p[0], &in) && FD_ISSET(p[1], &out));
	FD_SET(p[0], &in);
	CHECK_EQ(C(select, p[0] + 1, &in, 0, 0, &t), 0);
	CHECK(!FD_ISSET(p[0], &in) && !t.tv_usec);
	FD_SET(p[0], &in);
	CHECK_EQ(C(close, p[0]), 0);
	CHECK_EQ(C(select, p[0] + 1, &in, 0, 0, &t), -EBADF);
	CHECK_EQ(C(close, p[1]), 0);
}

static void sealed(void)
{
	char buffer[10] = "";
	long fd = C(memfd_create, "test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	struct stat st;

	CHECK(fd >= 0);
	CHECK_EQ(C(fstat, fd, &st), 0);
	CHECK_EQ(st.st_mode, S_IFREG | 0777);
	CHECK_EQ(st.st_nlink, 0);
	CHECK_EQ(C(write, fd, buffer, 10), 10);
	CHECK_EQ(C(fcntl, fd, F_GET_SEALS), 0);
	CHECK_EQ(C(fcntl, fd, F_ADD_SEALS, K_F_SEAL_SHRINK | K_F_SEAL_GROW), 0);
	CHECK_EQ(C(ftruncate, fd, 5), -EPERM);
	CHECK_EQ(C(ftruncate, fd, 50), -EPERM);
	CHECK_EQ(C(write, fd, buffer, 10), -EPERM);
	CHECK_EQ(C(pwrite64, fd, buffer, 5, 0), 5);
	CHECK_EQ(C(fcntl, fd, F_ADD_SEALS, K_F_SEAL_WRITE | K_F_SEAL_SEAL), 0);
	CHECK_EQ(C(pwrite64, fd, buffer, 5, 0), -EPERM);
	CHECK_EQ(C(fcntl, fd, F_ADD_SEALS, 0), -EPERM);
	CHECK_EQ(C(close, fd), 0);
	CHECK_EQ(C(memfd_create, "x", 0x100), -EINVAL);
}

static void start(void)
{
	shim_start(64u << 20);
	shim_channel("/dev/stdin", ZVM_SGET_SPUT, ZVM_KIND_PIPE, "", 0);
	zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
	zrt_user = (struct zrt_user_bounds){4096, 4096, 1ULL << 47, 1ULL << 47, 1ULL << 47};
	zrt_clock_init(1000000000000000000, 1000);
	CHECK_EQ(zrt_vfs_init(), 0);
}

int main(void)
{
	static void (*const scenarios[])(void) = {pipes, counters, timers, sockets, sets, selecting, sealed};

	start();
	for (int side = 0; side < 2; side++) {
		on_kernel = side == 0;
		for (size_t i = 0; i < sizeof scenarios / sizeof *scenarios; i++)
			scenarios[i]();
	}
	puts("ok");
	return 0;
}
