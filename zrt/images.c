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

int zrt_images_mount(struct zrt_mount *mounts, size_t count)
{
	later = mounts;
	later_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct zrt_mount m = mounts[i];
		int32_t channel = usable_channel(&m);
		int error = 0;

		if (channel >= 0 && channel_shared(mounts, count, &mounts[i])) {
			tell(&m, "its channel is the target of another image");
			channel = -1;
		}
		if (channel >= 0 && m.export)
			error = zrt_make_path(m.mountpoint, 0755);
		else if (channel >= 0 && !m.removable)
			error = zrt_image_import(channel, m.channel, m.mountpoint);
		if (error < 0 && m.export)
			tell(&m, zrt_error_text(-error));
		if (channel >= 0 && error == 0 && (m.export || m.removable)) {
			mounts[later_count++] = m;
		} else {
			zrt_free(m.channel);
			zrt_free(m.mountpoint);
		}
		if (error == -ENOMEM)
			return error;
	}
	return 0;
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
