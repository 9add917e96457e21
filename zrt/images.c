/* SPDX-License-Identifier: Apache-2.0 */
/* [fstab]: which image goes where, and when. */
#include "images.h"

#include <errno.h>
#include <string.h>

#include <zvm.h>

#include "exit.h"
#include "heap.h"
#include "image.h"
#include "vfs.h"

/* Images that are read or written later; the strings stay theirs. */
static struct zrt_mount *later;
static size_t later_count;

static void tell(const struct zrt_mount *m, const char *what)
{
	zrt_warn("/dev/nvram: line %u: image %s: %s", m->line, m->channel, what);
}

static const struct zvm_channel *channel_info(int32_t channel)
{
	return (const struct zvm_channel *)(uintptr_t)zvm_session()->channels + channel;
}

/* Number of the mount's channel if it can be used in the direction, else -1 and a message. */
static int32_t usable_channel(const struct zrt_mount *m)
{
	int channel = zrt_channel_find(m->channel);
	enum zvm_limit limit = m->export ? ZVM_LIMIT_PUTS : ZVM_LIMIT_GETS;

	if (channel < 0) {
		tell(m, "no such channel");
		return -1;
	}
	if (!channel_info(channel)->limits[limit]) {
		tell(m, m->export ? "the channel can not be written" : "the channel can not be read");
		return -1;
	}
	return channel;
}

/* An image can not be read and written at once: its contents are read late. */
static bool channel_shared(const struct zrt_mount *mounts, size_t count, const struct zrt_mount *m)
{
	for (size_t i = 0; i < count; i++)
		if (&mounts[i] != m && mounts[i].export && !strcmp(mounts[i].channel, m->channel))
			return true;
	return false;
}

/* The mountpoint of an image that is written or read later. */
static int prepare(struct zrt_mount *m)
{
	int error = zrt_make_path(m->mountpoint, 0755);

	if (error == 0 && m->removable)
		error = zrt_path_inode(m->mountpoint, true, &m->dir);
	if (error < 0)
		tell(m, zrt_error_text(-error));
	return error;
}

/* 1: keep it for later; 0: done, or told to be faulty; -ENOMEM. */
static int mount(struct zrt_mount *mounts, size_t count, size_t i)
{
	struct zrt_mount *m = &mounts[i];
	int32_t channel = usable_channel(m);
	int error;

	if (channel < 0)
		return 0;
	if (channel_shared(mounts, count, m)) {
		tell(m, "its channel is the target of another image");
		return 0;
	}
	/* Every path leads to the root: there is nothing to wait for. */
	if (m->removable && !m->mountpoint[strspn(m->mountpoint, "/")])
		m->removable = false;
	if (m->export || m->removable)
		error = prepare(m);
	else
		error = zrt_image_import(channel, m->channel, m->mountpoint);
	if (error == -ENOMEM)
		return error;
	return error == 0 && (m->export || m->removable);
}

/* Forgets the images that were not read yet, and those to be written. */
static void drop_later(void)
{
	for (size_t i = 0; i < later_count; i++) {
		if (later[i].dir) {
			later[i].dir->flags &= ~ZRT_INODE_IMAGE;
			zrt_inode_drop(later[i].dir);
		}
		zrt_free(later[i].channel);
		zrt_free(later[i].mountpoint);
	}
	zrt_free(later);
	later = NULL;
	later_count = 0;
}

int zrt_images_mount(struct zrt_mount *mounts, size_t count, bool again)
{
	size_t kept = 0;

	drop_later();
	for (size_t i = 0; i < count; i++) {
		bool here = again && !mounts[i].export && !mounts[i].removable;
		int result = here ? 0 : mount(mounts, count, i);

		if (result < 0)
			return result;
		if (result) {
			/* What stands behind still needs the list as it was: exchange, not copy. */
			struct zrt_mount m = mounts[i];

			mounts[i] = mounts[kept];
			mounts[kept++] = m;
		}
	}
	for (size_t i = kept; i < count; i++) {
		zrt_free(mounts[i].channel);
		zrt_free(mounts[i].mountpoint);
	}
	later = mounts;
	later_count = kept;
	/* From now on a path that leads to a removable image's place reads it. */
	for (size_t i = 0; i < kept; i++)
		if (mounts[i].dir)
			mounts[i].dir->flags |= ZRT_INODE_IMAGE;
	return 0;
}

void zrt_image_touch(struct zrt_inode *dir)
{
	dir->flags &= ~ZRT_INODE_IMAGE;
	for (size_t i = 0; i < later_count; i++) {
		struct zrt_mount *m = &later[i];

		if (m->dir != dir)
			continue;
		m->dir = NULL;
		(void)zrt_image_import(zrt_channel_find(m->channel), m->channel, m->mountpoint);
		zrt_inode_drop(dir);
	}
}

int zrt_images_export(void)
{
	int failed = 0;

	for (size_t i = 0; i < later_count; i++) {
		const struct zrt_mount *m = &later[i];
		int error = m->export ? zrt_image_export(zrt_channel_find(m->channel), m->mountpoint) : 0;

		if (error < 0) {
			tell(m, zrt_error_text(-error));
			failed++;
		}
	}
	later_count = 0; /* once is enough, also if the end is reached twice */
	return failed;
}
