/* SPDX-License-Identifier: Apache-2.0 */
/* images.h - the images of nvram's [fstab], from the start of a session to its end. */
#ifndef ZRT_IMAGES_H
#define ZRT_IMAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "nvram.h"

/*
 * Reads the images of access=ro and keeps the others for later; takes over the
 * list and its strings.  Faulty ones are told on stderr and left out.  `again`:
 * the list replaces the one before, and only removable images are read.  -ENOMEM.
 */
int zrt_images_mount(struct zrt_mount *mounts, size_t count, bool again);

/* Writes the images of access=wo. How many could not be written. */
int zrt_images_export(void);

#endif
