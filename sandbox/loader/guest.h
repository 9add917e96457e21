/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Guest addresses: the one place where they become host pointers (I6).
 *
 * The sandbox is the lowest 4 GiB of the process, so the translation is a
 * truncation: without a branch, so that a mispredicted check confines too.
 */
#ifndef ZVM_LOADER_GUEST_H
#define ZVM_LOADER_GUEST_H

#include <stdbool.h>
#include <stdint.h>

#include <zvm/layout.h>

/*
 * Fixes which memory guest_readable and guest_writable accept: call once, after
 * the last change of the plan (space.h).
 */
void guest_memory_init(void);

/* Whether all of [address, address + size) may be read or written by the guest. */
bool guest_readable(uint64_t address, uint64_t size);
bool guest_writable(uint64_t address, uint64_t size);

/* The host pointer to a guest address; nothing outside the sandbox can be named. */
static inline void *guest_pointer(uint64_t address)
{
	return (void *)(uintptr_t)(uint32_t)address;
}

#endif
