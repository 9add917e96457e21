/* SPDX-License-Identifier: Apache-2.0 */
/* The session block: what the guest is told before it starts (zvm/session.h). */
#ifndef ZVM_LOADER_BLOCK_H
#define ZVM_LOADER_BLOCK_H

#include <elf/image.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * Plans everything in guest memory for the image and `memory` bytes in total, of
 * which `stack` bytes are stack: fills the gate page, adds thread area,
 * segments, channel table, heap and stack.  Refuses if it does not fit.
 */
void block_plan(const struct elf_image *image, uint64_t memory, uint64_t stack);

/* Writes the session block and protects it.  The channels are open. */
void block_write(const struct elf_image *image, uint64_t features);

/* Daemon mode: the channels have been opened anew; tells their sizes. */
void block_update(void);

/* First page of the region that block_update changes. */
uint64_t block_table_region(void);

/* The guest's first rsp: 16-byte aligned, zero bytes above it. */
uint64_t block_stack_pointer(void);

/* Whether a stack that has outgrown its memory would reach there first. */
bool block_below_stack(uint64_t address);

/* The heap that the guest was told. */
void block_heap(uint64_t *start, uint64_t *end);

#endif
