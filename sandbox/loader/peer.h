/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Channels to other instances, over TCP or unix sockets.  The reader listens, the
 * writer connects.
 *
 * On the wire: the writer sends a hello, then frames: a length (4 bytes,
 * little-endian, 1 to PEER_FRAME_MAX) and so many bytes.  Length 0 is the end; after
 * PEER_HELLO the SHA-256 of all bytes follows, after PEER_HELLO_PLAIN nothing.  The
 * reader answers with one byte once it has found all right.  So a stream that was cut,
 * by whatever, never looks complete.
 *
 * The writer chooses: it sends no digest if the stream is a unix socket, which damages
 * nothing, and its channel keeps none.
 */
#ifndef ZVM_LOADER_PEER_H
#define ZVM_LOADER_PEER_H

#include "channel.h"
#include "digest.h"

#define PEER_HELLO "ZVMCHAN1"
#define PEER_HELLO_PLAIN "ZVMCHAN2"
#define PEER_FRAME_MAX (1 << 20) /* bytes */
#define PEER_ACK 'K'

struct peer {
	struct digest sum;  /* of all bytes so far, always SHA-256, if there is to be one */
	uint32_t left;      /* bytes of the current frame that are still to come */
	uint8_t head[4 + SHA256_DIGEST_SIZE]; /* frame header or end that is being moved */
	uint32_t moved;     /* bytes of head that are here or sent */
	bool done;          /* reader: the end came and was right; writer: so said the reader */
	bool closing;       /* writer: head holds the end */
};

extern const struct channel_kind channel_peer;

/* A stream of which nothing has passed yet. */
void peer_begin(struct channel *c);

/* Phases of opening; each waits only for what its peers do in earlier ones. */
void peer_listen(struct channel *c, const struct manifest_source *source);
void peer_connect(struct channel *c, const struct manifest_source *source);
void peer_accept(struct channel *c, const struct manifest_source *source);

/*
 * The guest is done: sends ends, drains what it left unread, and waits for the
 * readers' answers, all at once so that no two instances wait for each other.
 */
void peers_finish(void);

#endif
