/* SPDX-License-Identifier: Apache-2.0 */
/* Contents of files that are still in an image on a channel. */
#include <errno.h>
#include <string.h>

#include <zvm.h>

#include "heap.h"
#include "image.h"
#include "vfs.h"

struct image_backing {
	struct zrt_backing base;
	int32_t channel;
	uint64_t offset; /* of the contents in the image */
	size_t piece_count;
	struct zrt_tar_piece pieces[]; /* of a sparse file */
};

static int read_channel(int32_t channel, void *buffer, size_t size, uint64_t offset)
{
	int64_t n = zvm_pread(channel, buffer, size, (int64_t)offset);

	if (n < 0)
		return (int)n;
	return (size_t)n == size ? 0 : -EIO; /* the image is shorter than it was */
}

static int read_whole(struct zrt_backing *base, void *buffer, size_t size, uint64_t offset)
{
	const struct image_backing *b = (const struct image_backing *)base;

	return read_channel(b->channel, buffer, size, b->offset + offset);
}

/* Zeros, and over them what the pieces hold of [offset, offset + size). */
static int read_pieces(struct zrt_backing *base, void *buffer, size_t size, uint64_t offset)
{
	const struct image_backing *b = (const struct image_backing *)base;
	uint64_t stored = b->offset, end = offset + size;

	memset(buffer, 0, size);
	for (size_t i = 0; i < b->piece_count; i++) {
		const struct zrt_tar_piece *p = &b->pieces[i];
		uint64_t from = p->offset > offset ? p->offset : offset;
		uint64_t to = p->offset + p->size < end ? p->offset + p->size : end;

		if (p->offset >= end)
			break;
		if (from < to) {
			int error = read_channel(b->channel, (char *)buffer + (from - offset), to - from,
			                         stored + (from - p->offset));
			if (error < 0)
				return error;
		}
		stored += p->size;
	}
	return 0;
}

static void release(struct zrt_backing *base)
{
	zrt_free(base);
}

struct zrt_backing *zrt_image_backing(int32_t channel, const struct zrt_tar_entry *entry)
{
	size_t count = entry->pieces ? entry->piece_count : 0;
	struct image_backing *b;

	if (count > (SIZE_MAX - sizeof *b) / sizeof *b->pieces)
		return NULL;
	b = zrt_alloc(sizeof *b + count * sizeof *b->pieces);
	if (!b)
		return NULL;
	b->base = (struct zrt_backing){
		.read = entry->pieces ? read_pieces : read_whole,
		.release = release,
		.size = entry->size,
	};
	b->channel = channel;
	b->offset = entry->offset;
	b->piece_count = count;
	if (count)
		memcpy(b->pieces, entry->pieces, count * sizeof *b->pieces);
	return &b->base;
}
