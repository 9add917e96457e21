/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images of any bytes: no crash, nothing beyond the end is read, entries are well
 * formed, and the reader comes to an end.
 *
 * RUN: mkdir tree corpus; cd tree
 * RUN: python3 $SRC/tests/zrt/tar_corpus.py ../corpus
 * RUN: $BUILD/host/tests/zrt/host/fuzz_tar -n 5000 ../corpus
 * OUT~: ^ok: [1-9]\d* inputs, 5000 mutations$
 * TIMEOUT: 180
 */
#include <errno.h>
#include <string.h>

#include "fuzz.h"
#include "heap.h"
#include "shim.h"
#include "tar.h"

const char *const fuzz_words[] = {"ustar", "ustar  ", "././@LongLink", "PaxHeaders/", "30 mtime=1700000000.123456789\n",
                                  "11 path=a\n", "22 GNU.sparse.major=1\n", "25 GNU.sparse.realsize=9\n",
                                  "19 size=99999999999\n", "77777777777", "1\n0\n512\n", "\x80", "\xff\xff\xff", "..", "/",
                                  "0000644", "00000000012", NULL};

struct input {
	const uint8_t *data;
	size_t size;
};

static int64_t read_input(void *context, void *buffer, size_t size, uint64_t offset)
{
	const struct input *in = context;

	if (offset >= in->size)
		return 0;
	if (size > in->size - offset)
		size = in->size - offset;
	memcpy(buffer, in->data + offset, size);
	return (int64_t)size;
}

/* Mutated headers should get past the checksum: it is made right. */
static void mend(uint8_t *h)
{
	unsigned sum = 0;
	char text[8];

	memset(h + 148, ' ', 8);
	for (int i = 0; i < ZRT_TAR_BLOCK; i++)
		sum += h[i];
	snprintf(text, sizeof text, "%06o", sum & 0777777);
	memcpy(h + 148, text, 7);
}

static void check_entry(const struct zrt_tar_entry *e)
{
	uint64_t sum = 0;

	CHECK(e->path && e->link && e->mode <= 07777 && e->nanoseconds < 1000000000);
	CHECK(strchr("0123456", e->type));
	CHECK(e->type == ZRT_TAR_FILE || e->type == ZRT_TAR_LINK || (!e->size && !e->stored));
	CHECK(e->size <= INT64_MAX && e->stored <= INT64_MAX && e->offset <= INT64_MAX);
	for (size_t i = 0; i < e->piece_count; i++) {
		CHECK(e->pieces[i].offset + e->pieces[i].size <= e->size);
		sum += e->pieces[i].size;
	}
	CHECK(!e->pieces || sum == e->stored);
	(void)(strlen(e->path) + strlen(e->link));
}

static void read_all(struct input *in)
{
	static uintptr_t at;
	const uintptr_t slice = 8u << 20;
	struct zrt_tar tar;
	struct zrt_tar_entry e;
	uint64_t last = 0;
	int result;

	if (!at || at + slice > zvm_session()->heap_end) {
		shim_start(64u << 20);
		at = zvm_session()->heap_start;
	}
	zrt_heap_init(at, at + slice);
	at += slice;
	zrt_tar_open(&tar, read_input, in);
	while ((result = zrt_tar_next(&tar, &e)) > 0) {
		check_entry(&e);
		CHECK(tar.at > last);
		last = tar.at;
	}
	CHECK(result == 0 || result == -ENOMEM || (result == -EINVAL && tar.error));
	zrt_tar_close(&tar);
	/* At most one empty slab for each size class stays. */
	CHECK(zrt_heap_stats().total - zrt_heap_stats().free <= 24 * 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t mended[1u << 20];
	struct input in = {data, size};

	read_all(&in);
	if (size > sizeof mended)
		return 0;
	memcpy(mended, data, size);
	for (size_t i = 0; i + ZRT_TAR_BLOCK <= size; i += ZRT_TAR_BLOCK)
		if (!memcmp(mended + i + 257, "ustar", 5))
			mend(mended + i);
	in.data = mended;
	read_all(&in);
	return 0;
}
