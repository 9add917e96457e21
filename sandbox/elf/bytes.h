/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Little-endian numbers out of byte buffers, unaligned and checked by the caller.
 */
#ifndef ZVM_ELF_BYTES_H
#define ZVM_ELF_BYTES_H

#include <stdbool.h>
#include <stdint.h>

static inline uint16_t elf_u16(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t elf_u32(const uint8_t *p)
{
	return (uint32_t)elf_u16(p) | (uint32_t)elf_u16(p + 2) << 16;
}

static inline uint64_t elf_u64(const uint8_t *p)
{
	return (uint64_t)elf_u32(p) | (uint64_t)elf_u32(p + 4) << 32;
}

/* Whether [offset, offset + length) lies in [0, size); cannot overflow. */
static inline bool elf_within(uint64_t offset, uint64_t length, uint64_t size)
{
	return offset <= size && length <= size - offset;
}

#endif
