/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image.h - tar images on channels: [fstab] of nvram.
 *
 * access=ro puts an image's files into the file system.  Only its headers are
 * read; contents stay on the channel until they are touched.  (A channel that
 * can only be read in sequence is read as a whole.)  Later images lie over
 * earlier ones.  access=wo writes a directory's tree as an image at the end.
 */
#ifndef ZRT_IMAGE_H
#define ZRT_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "tar.h"

/*
 * Reads the image on a channel into the directory `mountpoint`, which is made if
 * it is missing.  What can not be made is told on stderr; the rest is there
 * nevertheless.  0 or a negative errno.
 */
int zrt_image_import(int32_t channel, const char *alias, const char *mountpoint);

/*
 * Writes everything below `mountpoint` on this file system to the channel:
 * sorted by name, so that equal trees give equal bytes.  On a channel with random
 * writes the first block comes last: an export that fails leaves an empty image
 * and never half of one.  0 or a negative errno.
 */
int zrt_image_export(int32_t channel, const char *mountpoint);

/*
 * Contents of `size` bytes at `offset` of a channel, in `pieces` (copied) or, if
 * that is NULL, whole.  NULL: no memory.
 */
struct zrt_backing *zrt_image_backing(int32_t channel, const struct zrt_tar_entry *entry);

#endif
