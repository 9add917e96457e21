/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Code that the guest makes at run time: whole heap pages, validated as a unit of
 * their own and executable instead of writable while the unit lives.
 */
#ifndef ZVM_LOADER_JAIL_H
#define ZVM_LOADER_JAIL_H

#include <stdbool.h>
#include <stdint.h>

/* Allows jail in this session: [start, end) is the heap. */
void jail_allow(uint64_t start, uint64_t end);

/* The runtime calls of the same name: 0 or a negative errno value (zvm.h). */
int64_t jail(uint64_t address, uint64_t size);
int64_t unjail(uint64_t address, uint64_t size);

/* Whether [address, address + size) touches a live unit. */
bool jail_overlaps(uint64_t address, uint64_t size);

#endif
