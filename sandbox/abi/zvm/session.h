/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The session block: what the loader tells the guest before it starts.  It
 * lies read-only at ZVM_SESSION and is byte-identical in every run of the same
 * program and manifest.
 */
#ifndef ZVM_ABI_SESSION_H
#define ZVM_ABI_SESSION_H

#include <stdint.h>

#define ZVM_SESSION_MAGIC 0x534D565A /* "ZVMS", little-endian */
#define ZVM_SESSION_VERSION 1        /* changes when a field changes its meaning */

/* Order of struct zvm_channel.limits, as in the manifest's channel line. */
enum zvm_limit {
	ZVM_LIMIT_GETS,     /* reads */
	ZVM_LIMIT_GET_SIZE, /* bytes read */
	ZVM_LIMIT_PUTS,     /* writes */
	ZVM_LIMIT_PUT_SIZE, /* bytes written */
	ZVM_LIMITS
};

/* How a channel is accessed; the values are those of the manifest. */
enum zvm_channel_type {
	ZVM_SGET_SPUT, /* sequential read, sequential write */
	ZVM_RGET_SPUT, /* random read, sequential write (append) */
	ZVM_SGET_RPUT, /* sequential read, random write */
	ZVM_RGET_RPUT  /* random read, random write */
};

/* What the channel is on the host, for stat(2). */
enum zvm_channel_kind {
	ZVM_KIND_FILE, /* regular file */
	ZVM_KIND_CHAR, /* character device; a terminal if ZVM_CHANNEL_TTY is set */
	ZVM_KIND_PIPE, /* FIFO, pipe, socket or another instance */
	ZVM_KIND_NULL  /* reads give end of file, writes vanish */
};

#define ZVM_CHANNEL_TTY 1 /* flag: the host end is a terminal */

struct zvm_channel {
	int64_t limits[ZVM_LIMITS]; /* initial quotas; a pair of 0 closes a direction */
	int64_t size;               /* bytes at start; 0 for sequential channels */
	uint32_t name;              /* guest address of the alias, NUL-terminated */
	uint8_t type;               /* enum zvm_channel_type */
	uint8_t kind;               /* enum zvm_channel_kind */
	uint16_t flags;             /* ZVM_CHANNEL_* */
};

struct zvm_session {
	uint32_t magic;
	uint32_t version;
	uint32_t size;          /* sizeof(struct zvm_session) of the loader */
	uint32_t channel_count; /* channels are numbered 0 .. channel_count - 1 */
	uint64_t channels;      /* guest address of struct zvm_channel[channel_count] */
	uint64_t text_start, text_end;   /* all ranges: first byte, first byte after */
	uint64_t data_start, data_end;   /* rodata, data and bss */
	uint64_t heap_start, heap_end;   /* rw-, zero, page aligned */
	uint64_t stack_start, stack_end; /* rw-, grows downwards from stack_end */
	uint32_t tls_image;     /* guest address of the PT_TLS image, 0 if none */
	uint32_t tls_file_size; /* bytes of the image */
	uint32_t tls_size;      /* bytes of the TLS block, rest is zero */
	uint32_t tls_align;     /* bytes, a power of two */
	uint64_t features;      /* enum zvm_feature bits that the text uses */
};

#endif
