/* SPDX-License-Identifier: Apache-2.0 */
#include "proctext.h"

#include "build.h"
#include "fd.h"
#include "heap.h"

#include <errno.h>
#include <string.h>

static int64_t text_read(struct zrt_file *file, void *buffer, size_t size, uint64_t *pos)
{
	struct zrt_text *text = file->data;

	/* Who reads from the beginning again wants to know how it is now. */
	if (!*pos && text->given) {
		text->size = 0;
		((zrt_text_writer *)(uintptr_t)file->inode->u.number)(text);
		if (text->no_memory)
			return -ENOMEM;
	}
	text->given = true;
	if (*pos >= text->size)
		return 0;
	if (size > text->size - *pos)
		size = text->size - *pos;
	memcpy(buffer, text->bytes + *pos, size);
	*pos += size;
	return (int64_t)size;
}

static void text_release(struct zrt_file *file)
{
	struct zrt_text *text = file->data;

	zrt_free(text->bytes);
	zrt_free(text);
}

static const struct zrt_file_ops text_ops = {.read = text_read, .release = text_release};

static int text_open(struct zrt_inode *inode, struct zrt_file *file)
{
	struct zrt_text *text;

	if (file->mode & ZRT_MODE_WRITE)
		return -EACCES;
	text = zrt_zalloc(sizeof *text);
	if (!text)
		return -ENOMEM;
	((zrt_text_writer *)(uintptr_t)inode->u.number)(text);
	if (text->no_memory) {
		zrt_free(text->bytes);
		zrt_free(text);
		return -ENOMEM;
	}
	file->data = text;
	file->mode |= ZRT_MODE_SEEK;
	file->ops = &text_ops;
	return 0;
}

static const struct zrt_inode_ops text_inode_ops = {.open = text_open};

int zrt_proctext_add(struct zrt_inode *dir, const char *name, uint32_t mode, zrt_text_writer *write)
{
	struct zrt_inode *inode = zrt_build_node(dir, name, S_IFREG | mode, &text_inode_ops);

	if (!inode)
		return -ENOMEM;
	inode->u.number = (uintptr_t)write;
	return 0;
}

void zrt_text_kib(struct zrt_text *text, const char *name, uint64_t pages)
{
	zrt_text_put(text, name);
	zrt_text_number(text, pages * (ZRT_PAGE / 1024));
	zrt_text_put(text, " kB\n");
}
