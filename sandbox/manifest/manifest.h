/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest: what one session may use.  Format: docs/manifest-and-channels.md.
 *
 * Pure: no allocation, no I/O, no OS header.  The parser knows the text only;
 * whether a path exists, and what it is, shows when the channel is opened.
 */
#ifndef ZVM_MANIFEST_H
#define ZVM_MANIFEST_H

#include <zvm/session.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MANIFEST_VERSION "20130611"
#define MANIFEST_SIZE_MAX 0x80000      /* bytes of text, as in the original */
#define MANIFEST_CHANNELS_MIN 3        /* stdin, stdout, stderr */
#define MANIFEST_CHANNELS_MAX 10914    /* the original's: its name server's datagram holds no more */
#define MANIFEST_SOURCES_MAX 16384     /* of all channels together */
#define MANIFEST_REPLICAS_MAX 8        /* sources of one channel */
#define MANIFEST_ALIAS_MAX 255         /* bytes: a file name inside the guest */
#define MANIFEST_SOCKET_PATH_MAX 107   /* bytes: sun_path of Linux with its NUL */
#define MANIFEST_MEMORY_MAX 0x100000000 /* bytes: the sandbox */
#define MANIFEST_STACK_MIN 0x10000     /* bytes */
#define MANIFEST_STACK_MAX 0x40000000  /* bytes: 1 GiB */
#define MANIFEST_SECONDS_MAX 2147483647

/* Where the bytes of a channel come from or go to. */
enum manifest_source_kind {
	MANIFEST_PATH, /* absolute host path: regular file, character device or FIFO */
	MANIFEST_FD,   /* fd:N, a descriptor that the loader inherited */
	MANIFEST_TCP,  /* tcp:ADDRESS:PORT; the reader listens, the writer connects */
	MANIFEST_NODE, /* tcp:ID:PORT, another instance that the name server knows */
	MANIFEST_UNIX  /* unix:PATH; the reader listens, the writer connects */
};

struct manifest_source {
	enum manifest_source_kind kind;
	const char *path; /* MANIFEST_PATH, MANIFEST_UNIX */
	const char *uri;  /* as written, for messages */
	uint32_t number;  /* MANIFEST_FD: descriptor; MANIFEST_TCP: IPv4 address in host order;
	                     MANIFEST_NODE: id */
	uint16_t port;    /* 0: the system chooses (readers only) */
};

struct manifest_channel {
	const char *alias;
	const struct manifest_source *sources;
	uint32_t source_count;      /* 1, or more if the channel is replicated */
	uint32_t line;              /* of the manifest, for messages */
	int64_t limits[ZVM_LIMITS]; /* quotas, 0 and up; a pair of 0 closes the direction */
	uint8_t type;               /* enum zvm_channel_type */
	bool digest;                /* keep a digest of all bytes that pass */
	bool reads, writes;         /* derived from the quotas; at least one is true */
};

enum manifest_digest { MANIFEST_SHA256, MANIFEST_SHA1, MANIFEST_MD5 };

struct manifest {
	const char *program;     /* path, relative to the loader's working directory if relative */
	const char *job;         /* path of the daemon's unix socket, or NULL */
	const char *etag;        /* reserved, as in the original, or NULL */
	uint64_t memory;         /* bytes: program, heap and stack together */
	uint64_t stack;          /* bytes of it for the stack; ZVM_STACK_SIZE if not given */
	uint32_t timeout;        /* seconds of wall-clock time */
	uint32_t cpu_time;       /* seconds of processor time, 0 if not limited */
	uint32_t node;           /* this instance's id for the name server, 0 if none */
	uint32_t name_server;    /* IPv4 address in host order, 0 if none */
	uint16_t name_server_port;
	bool memory_digest;
	bool jail;               /* zvm_jail is allowed: the program may add validated code */
	enum manifest_digest digest; /* algorithm of all digests */
	uint32_t program_line;   /* line of the Program key, for messages */
	/* In the guest's numbering: stdin, stdout, stderr, then by alias (strcmp). */
	uint32_t channel_count;
	uint32_t source_count;
	struct manifest_channel channels[MANIFEST_CHANNELS_MAX];
	struct manifest_source sources[MANIFEST_SOURCES_MAX];
};

/* The first thing that is wrong. All texts are static but `found`. */
struct manifest_error {
	int code;             /* errno value of Linux: the loader's exit code */
	uint32_t line;        /* counted from 1; 0 if the manifest as a whole is meant */
	uint32_t column;      /* byte of the line, counted from 1; 0 if the line is meant */
	uint32_t first_line;  /* the line that a duplicate repeats, else 0 */
	const char *subject;  /* key or field */
	const char *reason;   /* what is wrong with it */
	const char *expected; /* what would be right */
	char found[64];       /* start of the offending text, printable; may be empty */
};

/*
 * Parses `size` bytes of text.  The buffer has size + 1 bytes, is changed, and
 * must live as long as `m`, whose strings point into it.  Returns true and
 * fills *m, or returns false and fills *error; *m is then of no use.
 * `m` is large: keep it in static memory; only what is used is touched.
 */
bool manifest_parse(struct manifest *m, char *text, size_t size, struct manifest_error *error);

/*
 * Daemon mode: may a session that began with `old` continue with `new`?
 * Aliases, types and quotas must be the same.  Fills *error if not.
 */
bool manifest_continues(const struct manifest *old, const struct manifest *new,
                        struct manifest_error *error);

/*
 * Writes one line without '\n', such as "line 7, column 11: Timeout: the number
 * is too small: '0'; expected 1 to 2147483647 seconds".  Always terminates;
 * 512 bytes are enough for any.
 */
void manifest_describe(const struct manifest_error *error, char *out, size_t size);

/* "sha256", "sha1" or "md5". */
const char *manifest_digest_name(enum manifest_digest digest);

#endif
