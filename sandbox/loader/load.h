/* SPDX-License-Identifier: Apache-2.0 */
/* From a program file to guest memory: read, seal, validate, open (I2). */
#ifndef ZVM_LOADER_LOAD_H
#define ZVM_LOADER_LOAD_H

#include <elf/image.h>

/* Opens the program and reads its headers; refuses what is no program. */
void load_open(const char *path);

/* The image that load_open found. */
const struct elf_image *load_image(void);

/*
 * Fills the program's segments into the planned regions, seals the text,
 * validates it, compares its needs with the CPU, and only then makes it
 * executable.  Refuses otherwise.  Closes the file.
 */
void load_program(void);

#endif
