/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Channels: everything that a guest can read or write outside its memory.
 *
 * channel_open.c finds out what a manifest's channel is and picks a kind;
 * channel.c keeps quotas, positions and digests, the same for every kind; one
 * file per kind moves the bytes.
 */
#ifndef ZVM_LOADER_CHANNEL_H
#define ZVM_LOADER_CHANNEL_H

#include <manifest/manifest.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <zvm/session.h>

struct digest;
struct channel;

/* How the bytes move.  A missing function has nothing to do. */
struct channel_kind {
	/*
	 * Reads or writes up to `size` bytes, at `offset` if the kind has positions.
	 * Bytes moved, 0 at the end of the data, or a negative errno value.
	 */
	int64_t (*read)(struct channel *c, void *buffer, size_t size, int64_t offset);
	int64_t (*write)(struct channel *c, const void *buffer, size_t size, int64_t offset);
	/* Right before the guest starts: from here on the outside may change. */
	void (*start)(struct channel *c);
	/* After the guest's end. Returns 0 or a negative errno value. */
	int (*finish)(struct channel *c);
	/*
	 * Whether a read gives what has come so far, although the buffer is not full and the
	 * data has not ended.  NULL: never, as a file is all there.
	 */
	bool (*pause)(const struct channel *c);
	bool goes_on; /* an end of data can be followed by more: a terminal's Ctrl-D */
};

struct channel {
	const struct channel_kind *ops;
	const char *alias;
	const char *uri;             /* for messages */
	struct digest *digest;       /* NULL: none is kept */
	struct peer *peer;           /* channel_peer.c's own */
	bool peer_digest;            /* the same: the stream's end holds a digest */
	int64_t limits[ZVM_LIMITS];  /* as in the manifest */
	int64_t left[ZVM_LIMITS];    /* what remains of them */
	int64_t size;                /* bytes of a regular file, else 0 */
	int64_t get_position;        /* of sequential reads */
	int64_t put_position;        /* of sequential writes */
	int64_t put_end;             /* no write reaches beyond this offset */
	struct channel *replicas;    /* one for each source: itself if there is one only */
	uint32_t replica_count;
	uint64_t gets, puts, get_bytes, put_bytes;
	int fd;
	uint32_t line;               /* of the manifest */
	uint8_t type, kind;          /* enum zvm_channel_type, zvm_channel_kind */
	uint16_t flags;              /* ZVM_CHANNEL_* */
	bool reads, writes;
	bool sized;                  /* a regular file: `size` holds */
	bool own;                    /* a file opened by its path: cut to its size at the end */
	bool empty_first;            /* truncated when the guest starts */
	bool at_end;                 /* a sequential read met the end of the data */
	bool dropped;                /* a replica that differed from the others */
	bool spent;                  /* quota used up, and there is more data */
};

extern struct channel channels[MANIFEST_CHANNELS_MAX];
extern uint32_t channel_count;

/* Set before channels_open: reserve disk space for all that may be written. */
extern bool channels_preallocate;

/* Reserves it for one file, or refuses, if that is wanted. */
void channel_file_reserve(const struct channel *c);

/* Opens all channels of the manifest; changes no file. Refuses what cannot be. */
void channels_open(const struct manifest *m);

/*
 * Daemon mode: completes a channel or source that was copied from the process
 * that opened it.
 */
void channel_adopt(struct channel *c, const char *alias);

/* Last step before the guest: truncates what is written from its start. */
void channels_start(void);

/* Ends all channels; the first failure goes into the session's result. */
void channels_finish(void);

/* Puts accounting and digests into the session's result. */
void channels_report(void);

/* Calls `visit` for every descriptor that channels keep. */
void channels_descriptors(void (*visit)(int fd));

/* Whether any channel leads to another instance. */
bool channels_use_network(void);

/* Reads from or writes at offsets, as told to the guest. */
static inline bool channel_is_random(const struct channel *c)
{
	return c->sized && ((c->reads && c->type & 1) || (c->writes && c->type & 2));
}

/*
 * One runtime call: quotas, position, accounting, digest.  `buffer` is checked
 * guest memory.  Bytes moved, 0 at the end (free of charge), or a negative errno
 * value that zvm.h names.
 */
int64_t channel_read(struct channel *c, void *buffer, uint64_t size, int64_t offset);
int64_t channel_write(struct channel *c, const void *buffer, uint64_t size, int64_t offset);

extern const struct channel_kind channel_file, channel_stream, channel_terminal, channel_null,
	channel_replica;

#endif
