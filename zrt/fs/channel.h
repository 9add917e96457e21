/* SPDX-License-Identifier: Apache-2.0 */
/* channel.h - channels of the session as files, and the devices that ZRT makes up. */
#ifndef ZRT_FS_CHANNEL_H
#define ZRT_FS_CHANNEL_H

#include "vfs.h"

/* Fills /dev: the session's channels, null, zero, full, random, urandom, tty. */
int zrt_channels_init(struct zrt_inode *dev);
int zrt_devices_init(struct zrt_inode *dev);

/* Opens channels stdin, stdout, stderr as descriptors 0-2. */
int zrt_channels_open_standard(void);

#endif
