/* SPDX-License-Identifier: Apache-2.0 */
#include "channel.h"

#include "digest.h"
#include "peer.h"
#include "session.h"

#include <errno.h>
#include <stdio.h>

struct channel channels[MANIFEST_CHANNELS_MAX];
uint32_t channel_count;

static struct session_channel accounts[MANIFEST_CHANNELS_MAX];

/* At most this much moves between two looks at the clock, the digest included. */
#define CHUNK (1 << 20)

/* What the guest may see of a host's error; the rest is -EIO. */
static int64_t guest_error(int64_t error)
{
	return error == -EPIPE || error == -ENOSPC || error == -EINTR ? error : -EIO;
}

static uint64_t smaller(uint64_t a, int64_t b)
{
	return a < (uint64_t)b ? a : (uint64_t)b;
}

/* Fills the buffer unless the data ends or its writer has made a pause. */
static int64_t fill(struct channel *c, char *buffer, uint64_t size, int64_t offset)
{
	uint64_t have = 0;

	while (have < size) {
		uint64_t part = smaller(size - have, CHUNK);
		int64_t n = c->ops->read(c, buffer + have, part, offset + (int64_t)have);

		if (n < 0 && have == 0)
			return guest_error(n);
		if (n <= 0)
			break;
		if (c->digest)
			digest_update(c->digest, buffer + have, (size_t)n);
		have += (uint64_t)n;
		if (c->ops->pause && c->ops->pause(c))
			break;
	}
	return (int64_t)have;
}

/*
 * The quota is used up.  The end of the data is free, so it must be told from
 * "more than allowed"; a stream shows it only by reading on.
 */
static int64_t read_beyond_quota(struct channel *c)
{
	char byte;
	int64_t n;

	if (c->sized || c->spent)
		return -EDQUOT;
	n = c->ops->read(c, &byte, 1, 0);
	if (n < 0)
		return guest_error(n);
	if (n == 0) {
		c->at_end = true;
		return 0;
	}
	c->spent = true;
	return -EDQUOT;
}

int64_t channel_read(struct channel *c, void *buffer, uint64_t size, int64_t offset)
{
	bool random = c->type & 1;
	int64_t n;

	if (!c->reads)
		return -EBADF;
	if (random && offset < 0)
		return -EINVAL;
	/* Without positions the guest's offset means nothing; adding to it could overflow. */
	if (!random || !c->sized)
		offset = c->get_position;
	if (size == 0 || c->at_end || (c->sized && offset >= c->size))
		return 0;
	if (c->sized)
		size = smaller(size, c->size - offset);
	if (c->left[ZVM_LIMIT_GETS] == 0 || c->left[ZVM_LIMIT_GET_SIZE] == 0)
		return read_beyond_quota(c);
	n = fill(c, buffer, smaller(size, c->left[ZVM_LIMIT_GET_SIZE]), offset);
	if (n < 0)
		return n;
	if (n == 0) {
		c->at_end = !random && !c->ops->goes_on;
		return 0;
	}
	c->left[ZVM_LIMIT_GETS]--;
	c->left[ZVM_LIMIT_GET_SIZE] -= n;
	c->gets++;
	c->get_bytes += (uint64_t)n;
	if (!random)
		c->get_position += n;
	return n;
}

/* Writes all of it unless the host fails. */
static int64_t drain(struct channel *c, const char *buffer, uint64_t size, int64_t offset)
{
	uint64_t done = 0;

	while (done < size) {
		uint64_t part = smaller(size - done, CHUNK);
		int64_t n = c->ops->write(c, buffer + done, part, offset + (int64_t)done);

		if (n <= 0 && done == 0)
			return n ? guest_error(n) : -EIO;
		if (n <= 0)
			break;
		if (c->digest)
			digest_update(c->digest, buffer + done, (size_t)n);
		done += (uint64_t)n;
	}
	return (int64_t)done;
}

int64_t channel_write(struct channel *c, const void *buffer, uint64_t size, int64_t offset)
{
	bool random = c->type & 2;
	int64_t n;

	if (!c->writes)
		return -EBADF;
	if (random && offset < 0)
		return -EINVAL;
	if (!random || !c->sized)
		offset = c->put_position;
	if (size == 0)
		return 0;
	if (c->left[ZVM_LIMIT_PUTS] == 0 || c->left[ZVM_LIMIT_PUT_SIZE] == 0)
		return -EDQUOT;
	size = smaller(size, c->left[ZVM_LIMIT_PUT_SIZE]);
	if (c->sized) {
		if (offset >= c->put_end)
			return -EINVAL;
		size = smaller(size, c->put_end - offset);
	}
	n = drain(c, buffer, size, offset);
	if (n < 0)
		return n;
	c->left[ZVM_LIMIT_PUTS]--;
	c->left[ZVM_LIMIT_PUT_SIZE] -= n;
	c->puts++;
	c->put_bytes += (uint64_t)n;
	if (!random)
		c->put_position += n;
	if (c->sized && offset + n > c->size)
		c->size = offset + n;
	return n;
}

void channels_start(void)
{
	for (uint32_t i = 0; i < channel_count; i++)
		if (channels[i].ops->start)
			channels[i].ops->start(&channels[i]);
}

void channels_finish(void)
{
	static char text[300];

	/* A session that failed must not look complete to other instances. */
	if (session_result.state == SESSION_OK)
		peers_finish();
	for (uint32_t i = 0; i < channel_count; i++) {
		struct channel *c = &channels[i];
		int error = c->ops->finish ? c->ops->finish(c) : 0;

		if (error == 0 || session_result.state != SESSION_OK)
			continue;
		snprintf(text, sizeof text, "channel %s: the host failed when it was closed", c->alias);
		session_result.state = SESSION_IO;
		session_result.code = -error;
		session_result.error = text;
	}
}

static bool is_network(const struct channel *c)
{
	for (uint32_t j = 0; j < c->replica_count; j++)
		if (c->replicas[j].peer)
			return true;
	return false;
}

void channels_report(void)
{
	for (uint32_t i = 0; i < channel_count; i++) {
		struct channel *c = &channels[i];
		struct session_channel *a = &accounts[i];

		a->alias = c->alias;
		a->network = is_network(c);
		a->gets = c->gets;
		a->puts = c->puts;
		a->get_bytes = c->get_bytes;
		a->put_bytes = c->put_bytes;
		if (c->digest)
			digest_final(c->digest, &a->digest);
	}
	session_result.channels = accounts;
	session_result.channel_count = channel_count;
}

void channels_descriptors(void (*visit)(int fd))
{
	for (uint32_t i = 0; i < channel_count; i++)
		for (uint32_t j = 0; j < channels[i].replica_count; j++)
			if (channels[i].replicas[j].fd >= 0)
				visit(channels[i].replicas[j].fd);
}

bool channels_use_network(void)
{
	for (uint32_t i = 0; i < channel_count; i++)
		if (is_network(&channels[i]))
			return true;
	return false;
}
