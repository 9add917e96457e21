/* SPDX-License-Identifier: Apache-2.0 */
// RUN: mkdir corpus; python3 "$D/archives.py" corpus
// RUN: clang-19 -std=gnu11 -O1 -g -w -D_GNU_SOURCE -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -I"$SRC/sandbox" -I"$SRC/sandbox/abi" -I"$SRC/toolchain/cli" "$S" "$SRC"/toolchain/cli/{tar_read,sync_members,common}.c "$SRC/sandbox/report/text.c" -o fuzz
// RUN: ASAN_OPTIONS=detect_leaks=0 ./fuzz -max_len=8192 -runs="${ZVM_FUZZ_RUNS:-20000}" -seed=1 -print_final_stats=1 corpus >log 2>&1 || { tail -n 30 log; exit 1; }
// RUN: grep -a number_of_executed_units log
// OUT~: stat::number_of_executed_units
// TIMEOUT: 300
/*
 * What `zvm --sync` reads of an archive that a guest made: any bytes, with good checksums so
 * that more than the first header is read.  Whatever is listed must stay in the folder, and
 * its contents in the archive.  Leaks do not count: zvm ends soon.  ZVM_FUZZ_RUNS makes it longer.
 */
#include "sync_impl.h"
#include "tar_block.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void sign(uint8_t *data, size_t size)
{
	for (size_t at = 0; at + sizeof(union tar_block) <= size; at += sizeof(union tar_block)) {
		union tar_block *b = (union tar_block *)(data + at);
		unsigned sum = 0;

		if (memcmp(b->magic, "ustar", 5) != 0)
			continue;
		memset(b->checksum, ' ', sizeof b->checksum);
		for (size_t n = 0; n < sizeof *b; n++)
			sum += (uint8_t)b->bytes[n];
		for (int n = 5; n >= 0; n--, sum >>= 3)
			b->checksum[n] = (char)('0' + (sum & 7));
		b->checksum[6] = 0;
	}
}

/* No part of a relative path may be "..", and it has no empty part. */
static void check_path(const char *path)
{
	if (!*path || *path == '/')
		abort();
	for (const char *part = path; part; part = strchr(part, '/')) {
		part += *part == '/';
		if (!strncmp(part, "../", 3) || !strcmp(part, "..") || *part == '/' || !*part)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sync s = {.folder = "folder", .archive = memfd_create("archive", 0)};
	uint8_t *copy = malloc(size + 1);

	if (s.archive < 0 || !copy)
		abort();
	memcpy(copy, data, size);
	sign(copy, size);
	if (write(s.archive, copy, size) != (ssize_t)size)
		abort();
	if (sync_list(&s)) {
		for (size_t n = 0; n < s.count; n++) {
			const struct member *m = &s.members[n];

			check_path(m->path);
			if (m->type == TAR_HARD_LINK)
				check_path(m->link);
			if (m->mode & ~0777U || (m->type == TAR_FILE && (m->offset < 0 || (uint64_t)m->offset > size || m->size > size - (uint64_t)m->offset)))
				abort();
			if (sync_find(&s, m->path) == NULL || (m->type == TAR_SYMLINK && sync_link_stays(m->path, "/")))
				abort();
			if (m->type == TAR_SYMLINK)
				sync_link_stays(m->path, m->link);
		}
		sync_is_tree(&s);
	}
	for (size_t n = 0; n < s.count; n++) {
		free(s.members[n].path);
		free(s.members[n].link);
	}
	free(s.members);
	close(s.archive);
	free(copy);
	return 0;
}
