/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A bounds-checked view of an ELF file as a sandbox program.
 *
 * Pure: bytes in, numbers out; no allocation, no I/O, no OS header.  The file is
 * hostile: every offset, size and sum is checked in 64 bits before it is used,
 * and section headers are never read (symbols.h does, for messages only).
 */
#ifndef ZVM_ELF_IMAGE_H
#define ZVM_ELF_IMAGE_H

#include <stdint.h>

enum elf_prot { ELF_X = 1, ELF_W = 2, ELF_R = 4 }; /* the bits of p_flags */

enum {
	ELF_SEGMENTS_MAX = 16, /* PT_LOAD; zvm.ld makes three */
	ELF_HEADERS_MAX = 64   /* program headers of all types */
};

/*
 * A PT_LOAD segment.  Its bytes are file[offset .. offset + file_size), the rest
 * up to memory_size is zero.
 */
struct elf_segment {
	uint64_t address;     /* page aligned */
	uint64_t memory_size; /* bytes, at least 1 */
	uint64_t file_size;   /* bytes, at most memory_size */
	uint64_t offset;      /* in the file */
	uint32_t prot;        /* enum elf_prot */
};

/*
 * The initial image of thread-local storage; it lies inside the file bytes of
 * one segment, so that the guest can copy it.
 */
struct elf_tls {
	uint64_t address;     /* of the image in guest memory, 0 if file_size is 0 */
	uint64_t file_size;   /* bytes of the image */
	uint64_t memory_size; /* bytes of the block, at most ZVM_TP - ZVM_THREAD; 0: none */
	uint64_t align;       /* bytes, a power of two, at most a page */
};

/*
 * After elf_open() gave NULL:
 *  - segments[0] is the text: R+X, at ZVM_TEXT exactly, memory_size == file_size;
 *  - no other segment is executable, none is writable and executable;
 *  - segments ascend, no two share a page, all end at or below ZVM_STACK_TOP;
 *  - all file bytes that segments name exist.
 * The entry point is only copied: rule R11 of the validator checks it.
 */
struct elf_image {
	uint64_t entry;
	struct elf_segment segments[ELF_SEGMENTS_MAX];
	unsigned segment_count;
	struct elf_tls tls;
};

/*
 * Reads the headers of a file of `size` bytes.  Returns NULL and fills *image, or
 * returns static text that says why this is no program for the sandbox.
 */
const char *elf_open(struct elf_image *image, const uint8_t *file, uint64_t size);

#endif
