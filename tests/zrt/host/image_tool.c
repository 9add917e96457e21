/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image_tool [-s] [-o OUT] IMAGE...: reads the images into /m, one over the
 * other, and lists every file; with -o writes /m as an image to OUT; with -s the
 * channels are sequential.  tests/zrt/images.py compares.
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fs/dentry.h"
#include "fs/memfs.h"
#include "heap.h"
#include "image.h"
#include "shim.h"
#include "user.h"
#include "vfs.h"

static uint32_t crc32(uint32_t crc, const unsigned char *p, size_t n)
{
	static uint32_t table[256];

	if (!table[1])
		for (uint32_t i = 0; i < 256; i++) {
			uint32_t c = i;

			for (int k = 0; k < 8; k++)
				c = c & 1 ? c >> 1 ^ 0xEDB88320u : c >> 1;
			table[i] = c;
		}
	crc = ~crc;
	while (n--)
		crc = table[(crc ^ *p++) & 255] ^ crc >> 8;
	return ~crc;
}

static uint32_t contents(struct zrt_inode *inode)
{
	static unsigned char buffer[65536];
	uint64_t at = 0;
	uint32_t crc = 0;
	int64_t n;

	while ((n = zrt_memfs_read(inode, buffer, sizeof buffer, at)) > 0) {
		crc = crc32(crc, buffer, (size_t)n);
		at += (uint64_t)n;
	}
	CHECK_EQ(n, 0);
	CHECK_EQ(at, inode->size);
	return crc;
}

static void list(struct zrt_inode *dir, const char *path)
{
	for (struct zrt_dentry *e = dir->u.dir.first; e; e = e->next) {
		struct zrt_inode *i = e->inode;
		char *child = malloc(strlen(path) + e->length + 2);

		sprintf(child, "%s%s", path, e->name);
		printf("%o %u %u %u %lld.%09u %s", i->mode, i->uid, i->gid, S_ISDIR(i->mode) ? 0 : i->nlink,
		       (long long)i->sec[ZRT_MTIME], i->nsec[ZRT_MTIME], child);
		if (S_ISREG(i->mode))
			printf(" size=%llu crc=%08x", (unsigned long long)i->size, i->size < 1u << 30 ? contents(i) : 0);
		if (S_ISLNK(i->mode))
			printf(" -> %s", i->u.target);
		putchar('\n');
		if (S_ISDIR(i->mode)) {
			strcat(child, "/");
			list(i, child);
		}
		free(child);
	}
}

/* Whole file; *size bytes. */
static char *load(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	char *data;

	CHECK(f);
	CHECK(fseek(f, 0, SEEK_END) == 0);
	*size = (size_t)ftell(f);
	rewind(f);
	data = malloc(*size + 1);
	CHECK(fread(data, 1, *size, f) == *size);
	fclose(f);
	return data;
}

static void show_messages(int channel)
{
	size_t size;
	const char *text = shim_data(channel, &size);

	fwrite(text, 1, size, stderr);
}

int main(int argc, char **argv)
{
	enum zvm_channel_type type = ZVM_RGET_RPUT;
	const char *out = NULL;
	struct zrt_inode *root;
	int option, messages, target, first;

	while ((option = getopt(argc, argv, "so:")) != -1) {
		if (option == 's')
			type = ZVM_SGET_SPUT;
		else if (option == 'o')
			out = optarg;
		else
			return 2;
	}
	first = optind;
	shim_start(512u << 20);
	messages = shim_channel("/dev/stderr", ZVM_SGET_SPUT, ZVM_KIND_PIPE, "", 0);
	target = shim_channel("/dev/out", type, ZVM_KIND_FILE, "", 0);
	for (int i = first; i < argc; i++) {
		char alias[32];
		size_t size;
		char *data = load(argv[i], &size);

		snprintf(alias, sizeof alias, "/dev/image%d", i - first);
		(void)shim_channel(alias, type, ZVM_KIND_FILE, data, size);
		free(data);
	}
	zrt_heap_init(zvm_session()->heap_start, zvm_session()->heap_end);
	zrt_user_init();
	CHECK_EQ(zrt_vfs_init(), 0);
	for (int i = first; i < argc; i++)
		(void)zrt_image_import(target + 1 + i - first, argv[i], "/m/");
	CHECK_EQ(zrt_path_inode("/m", true, &root), 0);
	list(root, "");
	if (out) {
		FILE *f = fopen(out, "wb");
		const void *data;
		size_t size;

		CHECK_EQ(zrt_image_export(target, "/m"), 0);
		data = shim_data(target, &size);
		CHECK(f && fwrite(data, 1, size, f) == size && fclose(f) == 0);
	}
	show_messages(messages);
	return 0;
}
