/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Replicated channels: the same data from or to several sources.  A read counts
 * only if two sources give the same bytes; who differs or fails is dropped.
 */
#include "bytes.h"
#include "channel.h"
#include "session.h"

#include <errno.h>
#include <string.h>

#define PIECE 65536 /* bytes that are compared at a time */

static char pieces[MANIFEST_REPLICAS_MAX][PIECE];

/* Reads until the piece is full or the source ends: how sources cut differs. */
static int64_t read_whole(struct channel *c, char *buffer, size_t size, int64_t offset)
{
	size_t have = 0;

	while (have < size) {
		int64_t n = c->ops->read(c, buffer + have, size - have, offset + (int64_t)have);

		if (n < 0)
			return n;
		if (n == 0)
			break;
		have += (size_t)n;
	}
	return (int64_t)have;
}

/* The first source that another one agrees with, or -1. */
static int find_agreement(const struct channel *c, const int64_t *lengths)
{
	for (uint32_t i = 0; i < c->replica_count; i++)
		for (uint32_t j = i + 1; j < c->replica_count; j++)
			if (lengths[i] >= 0 && lengths[i] == lengths[j] &&
			    bytes_equal(pieces[i], pieces[j], (size_t)lengths[i]))
				return (int)i;
	return -1;
}

static int64_t replica_read(struct channel *c, void *buffer, size_t size, int64_t offset)
{
	int64_t lengths[MANIFEST_REPLICAS_MAX];
	int good;

	if (size > PIECE)
		size = PIECE;
	for (uint32_t i = 0; i < c->replica_count; i++) {
		lengths[i] = c->replicas[i].dropped ? -EIO : read_whole(&c->replicas[i], pieces[i], size, offset);
		if (lengths[i] == -EINTR)
			return -EINTR;
	}
	good = find_agreement(c, lengths);
	if (good < 0)
		refuse(SESSION_IO, EIO, "channel %s: no two of its %u sources agree", c->alias, c->replica_count);
	for (uint32_t i = 0; i < c->replica_count; i++)
		if (lengths[i] != lengths[good] || !bytes_equal(pieces[i], pieces[good], (size_t)lengths[good]))
			c->replicas[i].dropped = true;
	memcpy(buffer, pieces[good], (size_t)lengths[good]);
	return lengths[good];
}

static int64_t replica_write(struct channel *c, const void *buffer, size_t size, int64_t offset)
{
	for (uint32_t i = 0; i < c->replica_count; i++) {
		struct channel *r = &c->replicas[i];

		for (size_t done = 0; done < size;) {
			int64_t n = r->ops->write(r, (const char *)buffer + done, size - done, offset + (int64_t)done);

			if (n <= 0)
				return n ? n : -EIO;
			done += (size_t)n;
		}
	}
	return (int64_t)size;
}

static void replica_start(struct channel *c)
{
	for (uint32_t i = 0; i < c->replica_count; i++)
		if (c->replicas[i].ops->start)
			c->replicas[i].ops->start(&c->replicas[i]);
	if (c->empty_first)
		c->size = 0;
}

static int replica_finish(struct channel *c)
{
	int first = 0;

	for (uint32_t i = 0; i < c->replica_count; i++) {
		struct channel *r = &c->replicas[i];
		int error;

		r->size = c->size;
		error = r->ops->finish ? r->ops->finish(r) : 0;
		if (error && !first)
			first = error;
	}
	return first;
}

const struct channel_kind channel_replica = {
	.read = replica_read, .write = replica_write, .start = replica_start, .finish = replica_finish,
};
