/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Units of code: asks the validator about sealed guest memory.  The text image
 * is the first unit, each jail call makes another.
 */
#ifndef ZVM_LOADER_UNIT_H
#define ZVM_LOADER_UNIT_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Validates [address, address + size), which must be read-only already.
 * Refuses the session and puts the first violation into the result if a rule
 * is broken.
 */
void unit_validate_program(const char *path, uint64_t address, uint64_t size, uint64_t entry);

/*
 * Gets scratch memory for units of up to `size` bytes before the filter forbids
 * to get any.
 */
void unit_prepare(uint64_t size);

/*
 * Validates a jail unit, at most as large as prepared; read-only already.  The
 * first violation of the session goes into the result.
 */
bool unit_validate_jail(uint64_t address, uint64_t size);

/* CPU features (enum zv_feature) that the program's text uses. */
uint64_t unit_features(void);

#endif
