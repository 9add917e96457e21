/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tar.h - the tar format: v7, ustar, GNU and pax, read and written.  Pure: bytes
 * come from and go to functions of the caller, and only the reader of extended
 * headers takes memory.
 */
#ifndef ZRT_TAR_H
#define ZRT_TAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ZRT_TAR_BLOCK 512

/* typeflag of the files that an image can hold. */
enum zrt_tar_type {
	ZRT_TAR_FILE = '0',
	ZRT_TAR_LINK = '1', /* hard link: `link` is a name in the image */
	ZRT_TAR_SYMLINK = '2',
	ZRT_TAR_CHAR = '3',
	ZRT_TAR_BLOCKDEV = '4',
	ZRT_TAR_DIR = '5',
	ZRT_TAR_FIFO = '6'
};

/* Part of a sparse file that has contents; they lie in the image one after the other. */
struct zrt_tar_piece {
	uint64_t offset, size; /* in the file */
};

struct zrt_tar_entry {
	enum zrt_tar_type type;
	const char *path; /* as the image has it; valid until the next entry */
	const char *link; /* target of links, else "" */
	uint32_t mode;    /* permission bits */
	uint32_t uid, gid;
	uint32_t major, minor;
	uint64_t size;   /* of the file, without a file 0 */
	uint64_t offset; /* of its contents in the image */
	uint64_t stored; /* bytes of contents in the image */
	int64_t seconds;
	uint32_t nanoseconds;
	const struct zrt_tar_piece *pieces; /* NULL: the contents are whole */
	size_t piece_count;
};

/* --- reading ---------------------------------------------------------------- */

/* Fills all of the buffer, fewer bytes at the end of the image only; -errno. */
typedef int64_t zrt_tar_source(void *context, void *buffer, size_t size, uint64_t offset);

#define ZRT_TAR_EXTENSION_MAX (1u << 20) /* most bytes of one extended header */

/* What extended headers say about the next entry (or, for pax 'g', all). */
struct zrt_tar_extension {
	char *path, *link;
	bool has_size, has_uid, has_gid, has_time;
	uint64_t size;
	uint32_t uid, gid;
	int64_t seconds;
	uint32_t nanoseconds;
	/* GNU.sparse.*: */
	char *sparse_name;
	bool sparse, has_real_size, map_in_data;
	uint64_t real_size, piece_offset;
	struct zrt_tar_piece *pieces;
	size_t piece_count, piece_room;
};

struct zrt_tar {
	zrt_tar_source *source;
	void *context;
	uint64_t at;      /* of the next header */
	uint64_t header;  /* of the last header, for messages */
	const char *error; /* what is wrong, after -EINVAL */
	struct zrt_tar_extension once, always;
	char name[257 + 1], link[100 + 1]; /* of the last header */
};

/* Begins at the image's start; the rest of *tar is zero. */
void zrt_tar_open(struct zrt_tar *tar, zrt_tar_source *source, void *context);

/*
 * 1 and the next entry, 0 at the end, -EINVAL: no tar (tar->error says what, at
 * tar->header), -ENOMEM, or the source's error.  An error ends the image.
 */
int zrt_tar_next(struct zrt_tar *tar, struct zrt_tar_entry *entry);

void zrt_tar_close(struct zrt_tar *tar);

/* The parser's own parts, in two files. */

/* Reads pax records; NULL or what is wrong. *no_memory tells that reason apart. */
const char *zrt_tar_pax(struct zrt_tar_extension *x, char *text, size_t size, bool *no_memory);
bool zrt_tar_add_piece(struct zrt_tar_extension *x, uint64_t offset, uint64_t size);
void zrt_tar_extension_clear(struct zrt_tar_extension *x);
/* Decimal digits in [text, end); false if there are none, others or too many. */
bool zrt_tar_decimal(const char *text, const char *end, uint64_t *value);

/* --- writing ---------------------------------------------------------------- */

/*
 * Bytes of headers for an entry: a multiple of ZRT_TAR_BLOCK.  ustar where it
 * fits, else a pax header before it; nothing but the entry decides.
 */
size_t zrt_tar_header_size(const struct zrt_tar_entry *entry);

/* Writes them to `out`, which has that much room. */
void zrt_tar_header(const struct zrt_tar_entry *entry, char *out);

#endif
