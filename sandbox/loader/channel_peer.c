/* SPDX-License-Identifier: Apache-2.0 */
/* The stream of a channel to another instance: frames, end, digest. peer.h. */
#include "hostcall.h"
#include "peer.h"
#include "session.h"

#include <elf/bytes.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#define LENGTH_SIZE 4

/* Bytes of the end: a length of 0, and the digest. */
static uint32_t end_size(const struct channel *c)
{
	return c->peer_digest ? LENGTH_SIZE + SHA256_DIGEST_SIZE : LENGTH_SIZE;
}

static void add_to_digest(struct channel *c, const void *data, size_t size)
{
	if (c->peer_digest)
		digest_update(&c->peer->sum, data, size);
}

static _Noreturn void fail(const struct channel *c, const char *what)
{
	refuse(SESSION_PEER, EPIPE, "channel %s: %s (%s)", c->alias, what, c->uri);
}

/* Bytes moved, or -EINTR or -EAGAIN; anything else means that the peer is gone. */
static int64_t receive(const struct channel *c, void *buffer, size_t size, int flags)
{
	int64_t n = hostcall(SYS_recvfrom, c->fd, buffer, size, flags);

	if (n == 0 || (n < 0 && n != -EINTR && n != -EAGAIN))
		fail(c, "the other instance vanished before the end of the data");
	return n;
}

static int64_t transmit(const struct channel *c, const void *buffer, size_t size, int flags)
{
	int64_t n = hostcall(SYS_sendto, c->fd, buffer, size, flags | MSG_NOSIGNAL);

	if (n < 0 && n != -EINTR && n != -EAGAIN)
		fail(c, "the other instance vanished before it had all data");
	return n;
}

static void check_end(struct channel *c)
{
	struct peer *p = c->peer;
	struct session_digest mine;
	char ack = PEER_ACK;

	if (c->peer_digest)
		digest_final(&p->sum, &mine);
	if (c->peer_digest && memcmp(mine.bytes, p->head + LENGTH_SIZE, SHA256_DIGEST_SIZE) != 0)
		fail(c, "corrupted: the digest at the end of the data is wrong");
	p->done = true;
	/* Should the writer be gone: it sent everything, so all is well here. */
	hostcall(SYS_sendto, c->fd, &ack, 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* A frame's header is complete: the end needs its digest too. */
static void take_header(struct channel *c)
{
	struct peer *p = c->peer;
	uint32_t length = elf_u32(p->head);

	if (length == 0) {
		if (p->moved == end_size(c))
			check_end(c);
		return;
	}
	if (length > PEER_FRAME_MAX)
		fail(c, "corrupted: the other side is no zerovm, or out of step");
	p->left = length;
	p->moved = 0;
}

static int64_t read_next(struct channel *c, void *buffer, size_t size, int flags)
{
	struct peer *p = c->peer;
	int64_t n;

	while (!p->done) {
		if (p->left) {
			n = receive(c, buffer, size < p->left ? size : p->left, flags);
			if (n < 0)
				return n;
			add_to_digest(c, buffer, (size_t)n);
			p->left -= (uint32_t)n;
			return n;
		}
		n = receive(c, p->head + p->moved, (p->moved < LENGTH_SIZE ? LENGTH_SIZE : end_size(c)) - p->moved, flags);
		if (n < 0)
			return n;
		p->moved += (uint32_t)n;
		if (p->moved >= LENGTH_SIZE)
			take_header(c);
	}
	return 0;
}

static int64_t peer_read(struct channel *c, void *buffer, size_t size, int64_t offset)
{
	(void)offset;
	return read_next(c, buffer, size, 0);
}

static void put_length(uint8_t *out, uint32_t length)
{
	for (unsigned i = 0; i < LENGTH_SIZE; i++)
		out[i] = (uint8_t)(length >> (8 * i));
}

/* All of it, or -EINTR: then the session ends. */
static int64_t send_all(struct channel *c, const uint8_t *data, size_t size, int flags)
{
	while (size) {
		int64_t n = transmit(c, data, size, flags);

		if (n < 0)
			return n;
		data += n;
		size -= (size_t)n;
	}
	return 0;
}

static int64_t peer_write(struct channel *c, const void *buffer, size_t size, int64_t offset)
{
	uint8_t header[LENGTH_SIZE];
	int64_t error;

	(void)offset;
	if (size > PEER_FRAME_MAX)
		size = PEER_FRAME_MAX;
	put_length(header, (uint32_t)size);
	error = send_all(c, header, sizeof header, MSG_MORE);
	if (error == 0)
		error = send_all(c, buffer, size, 0);
	if (error)
		return error;
	add_to_digest(c, buffer, size);
	return (int64_t)size;
}

/*
 * At the end of a frame, which is one write of the other instance: so what is asked gets
 * its answer, and yet the pieces depend on that instance's program alone.
 */
static bool peer_pause(const struct channel *c)
{
	return c->peer->left == 0;
}

const struct channel_kind channel_peer = {.read = peer_read, .write = peer_write, .pause = peer_pause};

static void begin_end(const struct channel *c)
{
	struct peer *p = c->peer;
	struct session_digest sum;

	put_length(p->head, 0);
	if (c->peer_digest) {
		digest_final(&p->sum, &sum);
		memcpy(p->head + LENGTH_SIZE, sum.bytes, SHA256_DIGEST_SIZE);
	}
	p->moved = 0;
	p->closing = true;
}

/* What the channel waits for now; 0 if it is finished. */
static short waits_for(struct channel *c)
{
	struct peer *p = c->peer;

	if (p->done)
		return 0;
	if (c->writes && !p->closing)
		begin_end(c);
	return c->writes && p->moved < end_size(c) ? POLLOUT : POLLIN;
}

static void finish_step(struct channel *c)
{
	static uint8_t discarded[65536];
	struct peer *p = c->peer;
	uint8_t ack;
	int64_t n;

	if (c->reads) {
		do
			n = read_next(c, discarded, sizeof discarded, MSG_DONTWAIT);
		while (n > 0);
	} else if (p->moved < end_size(c)) {
		n = transmit(c, p->head + p->moved, end_size(c) - p->moved, MSG_DONTWAIT);
		p->moved += n > 0 ? (uint32_t)n : 0;
	} else if (receive(c, &ack, 1, MSG_DONTWAIT) == 1) {
		if (ack != PEER_ACK)
			fail(c, "corrupted: the other side is no zerovm, or out of step");
		p->done = true;
	}
}

static struct pollfd polled[MANIFEST_SOURCES_MAX];
static struct channel *waiting[MANIFEST_SOURCES_MAX];
static uint32_t waiting_count;

static void add_waiting(struct channel *c)
{
	short events = c->peer ? waits_for(c) : 0;

	if (!events)
		return;
	polled[waiting_count] = (struct pollfd){.fd = c->fd, .events = events};
	waiting[waiting_count++] = c;
}

void peers_finish(void)
{
	for (;;) {
		waiting_count = 0;
		for (uint32_t i = 0; i < channel_count; i++)
			for (uint32_t j = 0; j < channels[i].replica_count; j++)
				add_waiting(&channels[i].replicas[j]);
		if (waiting_count == 0 ||
		    hostcall(SYS_poll, (int64_t)(intptr_t)polled, (void *)(uintptr_t)waiting_count, (uint64_t)-1, 0) < 0)
			return;
		for (uint32_t i = 0; i < waiting_count; i++)
			if (polled[i].revents)
				finish_step(waiting[i]);
	}
}
