/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket pairs within the process.  Each end has a ring of what was sent to it;
 * datagrams and packets stand in it behind their length.  There is no network:
 * socket(2) itself is refused.
 */
#include "cred.h"
#include "fs/fd.h"
#include "fs/inode.h"
#include "fs/pipe.h"
#include "heap.h"
#include "signals.h"
#include "syscall.h"
#include "thread.h"
#include "user.h"
#include "wait.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>

#define RING_SIZE 262144u /* bytes that wait for one end; SO_RCVBUF shows it */

struct end {
	struct zrt_ring ring; /* sent to this end */
	struct end *peer;     /* NULL: closed */
	int type;             /* SOCK_* */
	bool read_shut, write_shut;
	uint32_t data_came, room_came;
};

/* A message is whole or not there at all. */
static bool keeps_messages(const struct end *end)
{
	return end->type != SOCK_STREAM;
}

/* --- moving bytes ------------------------------------------------------------------- */

static int64_t receive(struct zrt_file *file, void *buffer, size_t size, int flags, bool *cut)
{
	struct end *end = file->data;
	bool nonblocking = (file->flags & O_NONBLOCK) || (flags & MSG_DONTWAIT);
	struct zrt_ring before;
	uint32_t length, got;

	if (size == 0 && !keeps_messages(end))
		return 0;
	while (!end->ring.used) {
		int error;

		if (end->read_shut || !end->peer || end->peer->write_shut)
			return end->type == SOCK_DGRAM && !end->read_shut && nonblocking ? -EAGAIN : 0;
		if (nonblocking)
			return -EAGAIN;
		error = zrt_wait(ZRT_FOREVER);
		if (error < 0)
			return error;
	}
	before = end->ring;
	length = end->ring.used;
	if (keeps_messages(end))
		zrt_ring_read(&end->ring, &length, sizeof length);
	got = zrt_ring_read(&end->ring, buffer, size < length ? size : length);
	*cut = keeps_messages(end) && got < length;
	if (*cut)
		zrt_ring_skip(&end->ring, length - got);
	if (flags & MSG_PEEK)
		end->ring = before;
	else
		end->room_came++;
	zrt_event();
	return *cut && (flags & MSG_TRUNC) ? length : got;
}

static int64_t broken(int flags)
{
	const struct zrt_siginfo info = {.signo = SIGPIPE, .code = SI_USER};

	if (!(flags & MSG_NOSIGNAL))
		zrt_signal_send(zrt_tid(zrt_self()), &info);
	return -EPIPE;
}

static int64_t transmit(struct zrt_file *file, const void *buffer, size_t size, int flags)
{
	struct end *end = file->data;
	bool nonblocking = (file->flags & O_NONBLOCK) || (flags & MSG_DONTWAIT);
	const uint8_t *from = buffer;
	uint32_t header = keeps_messages(end) ? sizeof header : 0;
	size_t done = 0;

	if (header && size > RING_SIZE - header)
		return -EMSGSIZE;
	do {
		struct end *peer = end->peer;
		size_t room;
		int error = -EAGAIN;

		if (end->write_shut || (peer && peer->read_shut))
			return done ? (int64_t)done : broken(flags);
		if (!peer)
			return done ? (int64_t)done : end->type == SOCK_DGRAM ? -ECONNREFUSED : broken(flags);
		room = peer->ring.size - peer->ring.used;
		if (header ? room >= size + header : room > 0) {
			uint32_t length = (uint32_t)size;

			zrt_ring_write(&peer->ring, &length, header);
			done += zrt_ring_write(&peer->ring, from + done, size - done);
			peer->data_came++;
			zrt_event();
			continue;
		}
		if (!nonblocking)
			error = zrt_wait(ZRT_FOREVER);
		if (error < 0)
			return done ? (int64_t)done : error;
	} while (done < size);
	return (int64_t)done;
}

static int64_t end_read(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	bool cut;

	(void)pos;
	return receive(file, buffer, size, 0, &cut);
}

static int64_t end_write(struct zrt_file *file, const void *buffer, size_t size, uint64_t *pos)
{
	(void)pos;
	if (size == 0 && !keeps_messages(file->data))
		return 0;
	return transmit(file, buffer, size, 0);
}

static unsigned end_poll(struct zrt_file *file)
{
	const struct end *end = file->data, *peer = end->peer;
	bool ended = end->read_shut || !peer || peer->write_shut;
	unsigned ready = 0;

	if (end->ring.used || (ended && end->type != SOCK_DGRAM))
		ready |= ZRT_POLLIN;
	if (ended && end->type != SOCK_DGRAM)
		ready |= ZRT_POLLRDHUP;
	if ((!peer && end->type != SOCK_DGRAM) || (end->read_shut && end->write_shut))
		ready |= ZRT_POLLHUP;
	if (!peer || peer->ring.used < peer->ring.size / 2)
		ready |= ZRT_POLLOUT;
	return ready;
}

static uint64_t end_edges(struct zrt_file *file)
{
	const struct end *end = file->data;

	return (uint64_t)end->data_came << 32 | (end->peer ? end->peer->room_came : 0);
}

static long end_ioctl(struct zrt_file *file, unsigned request, uintptr_t argument)
{
	const struct end *end = file->data;
	struct zrt_ring ring = end->ring;
	uint32_t waiting = ring.used;
	int *out = (int *)argument;

	if (request != FIONREAD)
		return -ENOTTY;
	if (!zrt_writable(out, sizeof *out))
		return -EFAULT;
	if (waiting && keeps_messages(end))
		zrt_ring_read(&ring, &waiting, sizeof waiting);
	*out = (int)waiting;
	return 0;
}

static void free_end(struct end *end)
{
	if (!end)
		return;
	zrt_ring_free(&end->ring);
	zrt_free(end);
}

static void end_release(struct zrt_file *file)
{
	struct end *end = file->data;

	if (end && end->peer) {
		end->peer->peer = NULL;
		end->peer->data_came++;
	}
	free_end(end);
	zrt_event();
}

static const struct zrt_file_ops end_ops = {
	.read = end_read, .write = end_write, .poll = end_poll, .edges = end_edges,
	.ioctl = end_ioctl, .release = end_release,
};

/* --- socketpair ------------------------------------------------------------------------ */

static struct end *new_end(int type)
{
	struct end *end = zrt_zalloc(sizeof *end);

	if (!end)
		return NULL;
	end->type = type;
	if (zrt_ring_init(&end->ring, RING_SIZE) < 0) {
		zrt_free(end);
		return NULL;
	}
	return end;
}

static int install(struct end *end, uint32_t flags)
{
	int fd = zrt_fd_anonymous("socket:[%]", &end_ops, end, O_RDWR | (flags & O_NONBLOCK), flags & O_CLOEXEC);

	if (fd >= 0)
		zrt_fds[fd].file->inode->mode = S_IFSOCK | 0777;
	return fd;
}

ZRT_SYS(socketpair)
{
	uint32_t flags = (uint32_t)b & (SOCK_CLOEXEC | SOCK_NONBLOCK);
	int type = (int)b & ~(SOCK_CLOEXEC | SOCK_NONBLOCK), fds[2];
	struct end *ends[2];

	if (a != AF_UNIX)
		return -EAFNOSUPPORT;
	if (type != SOCK_STREAM && type != SOCK_DGRAM && type != SOCK_SEQPACKET)
		return -ESOCKTNOSUPPORT;
	if (c && c != AF_UNIX)
		return -EPROTONOSUPPORT;
	if (!zrt_writable((void *)d, sizeof fds))
		return -EFAULT;
	ends[0] = new_end(type);
	ends[1] = ends[0] ? new_end(type) : NULL;
	if (!ends[1]) {
		free_end(ends[0]);
		return -ENOMEM;
	}
	fds[0] = install(ends[0], flags);
	fds[1] = fds[0] < 0 ? fds[0] : install(ends[1], flags);
	if (fds[1] < 0) {
		free_end(ends[1]);
		if (fds[0] < 0)
			free_end(ends[0]);
		else
			zrt_fd_close(fds[0]);
		return fds[1];
	}
	ends[0]->peer = ends[1];
	ends[1]->peer = ends[0];
	memcpy((void *)d, fds, sizeof fds);
	return 0;
}

/* --- calls on an end ------------------------------------------------------------------------ */

static struct zrt_file *end_of(int fd, int *error)
{
	struct zrt_file *file = zrt_fd_fast(fd);

	*error = !file || (file->mode & ZRT_MODE_PATH) ? -EBADF : -ENOTSOCK;
	return file && file->ops == &end_ops ? file : NULL;
}

#define KNOWN_FLAGS (MSG_DONTWAIT | MSG_NOSIGNAL | MSG_PEEK | MSG_TRUNC | MSG_WAITALL | MSG_EOR | MSG_MORE | MSG_CMSG_CLOEXEC)

/* A short read of a stream goes on until the buffer is full. */
static int64_t receive_all(struct zrt_file *file, uint8_t *buffer, size_t size, int flags, bool *cut)
{
	size_t done = 0;
	int64_t n;

	do {
		n = receive(file, buffer + done, size - done, flags, cut);
		if (n > 0)
			done += (size_t)n;
	} while (n > 0 && done < size && (flags & MSG_WAITALL) && !(flags & MSG_PEEK) &&
	         !keeps_messages(file->data));
	return done ? (int64_t)done : n;
}

ZRT_SYS(recvfrom)
{
	int error, flags = (int)d;
	struct zrt_file *file = end_of((int)a, &error);
	int64_t result;
	bool cut;

	if (!file)
		return error;
	if (!zrt_writable((void *)b, (size_t)c))
		return -EFAULT;
	if (flags & ~KNOWN_FLAGS)
		return -EOPNOTSUPP;
	if (e && f) {
		if (!zrt_writable((void *)f, sizeof(socklen_t)))
			return -EFAULT;
		*(socklen_t *)f = 0;
	}
	zrt_file_hold(file);
	result = receive_all(file, (uint8_t *)b, (size_t)c, flags, &cut);
	zrt_file_drop(file);
	return result;
}

ZRT_SYS(sendto)
{
	int error, flags = (int)d;
	struct zrt_file *file = end_of((int)a, &error);
	int64_t result;

	if (!file)
		return error;
	if (!zrt_readable((const void *)b, (size_t)c))
		return -EFAULT;
	if (flags & ~KNOWN_FLAGS)
		return -EOPNOTSUPP;
	if (e)
		return -EISCONN;
	zrt_file_hold(file);
	result = transmit(file, (const void *)b, (size_t)c, flags);
	zrt_file_drop(file);
	if (result == -EPIPE)
		zrt_signals_run();
	return result;
}

/* One buffer for the pieces of a message: their sum, or a negative errno. */
static int64_t total_size(const struct msghdr *message)
{
	uint64_t total = 0;

	if (!zrt_readable(message, sizeof *message) || message->msg_iovlen > 1024 ||
	    !zrt_readable(message->msg_iov, (size_t)message->msg_iovlen * sizeof *message->msg_iov))
		return -EFAULT;
	for (size_t i = 0; i < (size_t)message->msg_iovlen; i++) {
		if (!zrt_readable(message->msg_iov[i].iov_base, message->msg_iov[i].iov_len))
			return -EFAULT;
		total += message->msg_iov[i].iov_len;
	}
	return total > INT32_MAX ? -EMSGSIZE : (int64_t)total;
}

static int64_t send_message(int fd, const struct msghdr *message, int flags)
{
	int error;
	struct zrt_file *file = end_of(fd, &error);
	int64_t size, result;
	uint8_t *buffer;
	size_t at = 0;

	if (!file)
		return error;
	size = total_size(message);
	if (size < 0)
		return size;
	/* Descriptors can not be sent: both ends have the same. */
	if (message->msg_controllen)
		return -EINVAL;
	if (message->msg_name)
		return -EISCONN;
	buffer = zrt_alloc((size_t)size + 1);
	if (!buffer)
		return -ENOMEM;
	for (size_t i = 0; i < (size_t)message->msg_iovlen; i++) {
		memcpy(buffer + at, message->msg_iov[i].iov_base, message->msg_iov[i].iov_len);
		at += message->msg_iov[i].iov_len;
	}
	zrt_file_hold(file);
	result = transmit(file, buffer, (size_t)size, flags);
	zrt_file_drop(file);
	zrt_free(buffer);
	if (result == -EPIPE)
		zrt_signals_run();
	return result;
}

static int64_t receive_message(int fd, struct msghdr *message, int flags)
{
	int error;
	struct zrt_file *file = end_of(fd, &error);
	int64_t size, result;
	uint8_t *buffer;
	size_t at = 0;
	bool cut = false;

	if (!file)
		return error;
	size = total_size(message);
	if (size < 0)
		return size;
	buffer = zrt_alloc((size_t)size + 1);
	if (!buffer)
		return -ENOMEM;
	zrt_file_hold(file);
	result = receive_all(file, buffer, (size_t)size, flags, &cut);
	zrt_file_drop(file);
	for (size_t i = 0; result > 0 && i < (size_t)message->msg_iovlen && at < (size_t)result; i++) {
		size_t part = message->msg_iov[i].iov_len, left = (size_t)(result < size ? result : size) - at;

		if (part > left)
			part = left;
		memcpy(message->msg_iov[i].iov_base, buffer + at, part);
		at += part;
	}
	zrt_free(buffer);
	if (result >= 0) {
		message->msg_namelen = 0;
		message->msg_controllen = 0;
		message->msg_flags = cut ? MSG_TRUNC : 0;
	}
	return result;
}

ZRT_SYS(sendmsg)
{
	return send_message((int)a, (const struct msghdr *)b, (int)c);
}

ZRT_SYS(recvmsg)
{
	return receive_message((int)a, (struct msghdr *)b, (int)c);
}

ZRT_SYS(shutdown)
{
	int error;
	struct zrt_file *file = end_of((int)a, &error);
	struct end *end;

	if (!file)
		return error;
	if (b < SHUT_RD || b > SHUT_RDWR)
		return -EINVAL;
	end = file->data;
	end->read_shut |= b != SHUT_WR;
	end->write_shut |= b != SHUT_RD;
	if (end->peer)
		end->peer->data_came++;
	zrt_event();
	return 0;
}

/* Both ends are without a name. */
static long name_of(int fd, struct sockaddr *name, socklen_t *size)
{
	int error;
	sa_family_t family = AF_UNIX;

	if (!end_of(fd, &error))
		return error;
	if (!zrt_writable(size, sizeof *size) || !zrt_writable(name, *size))
		return -EFAULT;
	memcpy(name, &family, *size < sizeof family ? *size : sizeof family);
	*size = sizeof family;
	return 0;
}

ZRT_SYS(getsockname)
{
	return name_of((int)a, (struct sockaddr *)b, (socklen_t *)c);
}

ZRT_SYS(getpeername)
{
	return name_of((int)a, (struct sockaddr *)b, (socklen_t *)c);
}

ZRT_SYS(getsockopt)
{
	int error, value = 0, *out = (int *)d;
	struct zrt_file *file = end_of((int)a, &error);
	socklen_t *size = (socklen_t *)e;

	if (!file)
		return error;
	if (!zrt_writable(size, sizeof *size) || !zrt_writable(out, *size))
		return -EFAULT;
	if (b != SOL_SOCKET)
		return -EOPNOTSUPP;
	switch (c) {
	case SO_TYPE:
		value = ((const struct end *)file->data)->type;
		break;
	case SO_DOMAIN:
		value = AF_UNIX;
		break;
	case SO_SNDBUF:
	case SO_RCVBUF:
		value = RING_SIZE;
		break;
	case SO_ERROR:
	case SO_PROTOCOL:
	case SO_ACCEPTCONN:
		break;
	default:
		return -ENOPROTOOPT;
	}
	memcpy(out, &value, *size < sizeof value ? *size : sizeof value);
	if (*size > sizeof value)
		*size = sizeof value;
	return 0;
}

/* Nothing about these ends can be set. */
ZRT_SYS(setsockopt)
{
	int error;

	return end_of((int)a, &error) ? -ENOPROTOOPT : error;
}

/* Ends of a pair are connected already and listen to nobody. */
static long refuse(int fd, int reason)
{
	int error;

	return end_of(fd, &error) ? -reason : error;
}

ZRT_SYS(connect)
{
	return refuse((int)a, EISCONN);
}

ZRT_SYS(bind)
{
	return refuse((int)a, EINVAL);
}

ZRT_SYS(listen)
{
	return refuse((int)a, EINVAL);
}

ZRT_SYS(accept)
{
	return refuse((int)a, EINVAL);
}

ZRT_SYS(accept4)
{
	return refuse((int)a, EINVAL);
}
