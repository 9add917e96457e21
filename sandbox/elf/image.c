/* SPDX-License-Identifier: Apache-2.0 */
#include "image.h"

#include "bytes.h"

#include <stddef.h>
#include <zvm/layout.h>

/* Offsets of the fields that are read, from the System V ABI. */
enum {
	EI_CLASS = 4, EI_DATA = 5, EI_VERSION = 6,
	E_TYPE = 16, E_MACHINE = 18, E_VERSION = 20, E_ENTRY = 24, E_PHOFF = 32,
	E_EHSIZE = 52, E_PHENTSIZE = 54, E_PHNUM = 56, EHDR_SIZE = 64,
	P_TYPE = 0, P_FLAGS = 4, P_OFFSET = 8, P_VADDR = 16, P_FILESZ = 32,
	P_MEMSZ = 40, P_ALIGN = 48, PHDR_SIZE = 56
};
enum { CLASS_32 = 1, CLASS_64 = 2, DATA_LSB = 1, VERSION_CURRENT = 1 };
enum { ET_REL = 1, ET_EXEC = 2, ET_DYN = 3, EM_X86_64 = 62 };
enum { PT_LOAD = 1, PT_DYNAMIC = 2, PT_INTERP = 3, PT_SHLIB = 5, PT_TLS = 7 };
#define PT_GNU_STACK 0x6474E551U

static const char *check_header(const uint8_t *file, uint64_t size)
{
	if (size < 4 || file[0] != 0x7F || file[1] != 'E' || file[2] != 'L' || file[3] != 'F')
		return "not an ELF file";
	if (size < EHDR_SIZE)
		return "the file ends inside the ELF header";
	if (file[EI_CLASS] != CLASS_64)
		return file[EI_CLASS] == CLASS_32 ? "a 32-bit ELF file; the sandbox runs x86-64 code"
		                                  : "unknown ELF class";
	if (file[EI_DATA] != DATA_LSB)
		return "not a little-endian ELF file";
	if (file[EI_VERSION] != VERSION_CURRENT || elf_u32(file + E_VERSION) != VERSION_CURRENT)
		return "unknown ELF version";
	if (elf_u16(file + E_MACHINE) != EM_X86_64)
		return "an ELF file for another machine; the sandbox runs x86-64 code";
	switch (elf_u16(file + E_TYPE)) {
	case ET_EXEC:
		break;
	case ET_REL:
		return "an object file; link it with zvm-cc first";
	case ET_DYN:
		return "position independent or shared; link it statically with zvm-cc";
	default:
		return "not an executable ELF file";
	}
	if (elf_u16(file + E_EHSIZE) != EHDR_SIZE)
		return "ELF header of unknown size";
	return NULL;
}

static const char *check_table(const uint8_t *file, uint64_t size)
{
	uint64_t count = elf_u16(file + E_PHNUM);

	if (count == 0)
		return "no program headers";
	if (count > ELF_HEADERS_MAX)
		return "more than 64 program headers";
	if (elf_u16(file + E_PHENTSIZE) != PHDR_SIZE)
		return "program headers of unknown size";
	if (!elf_within(elf_u64(file + E_PHOFF), count * PHDR_SIZE, size))
		return "the file ends inside the program headers";
	return NULL;
}

/* First byte after the segment's last page; the segment is checked already. */
static uint64_t page_end(const struct elf_segment *s)
{
	return (s->address + s->memory_size + ZVM_PAGE - 1) & ~(ZVM_PAGE - 1);
}

static const char *check_text(const struct elf_segment *s)
{
	if (s->prot != (ELF_R | ELF_X))
		return "the first segment is not the text (read and execute)";
	if (s->address != ZVM_TEXT)
		return "the text is not at 0x20000; link with zvm-cc";
	if (s->memory_size != s->file_size)
		return "the text has bytes that are not in the file";
	return NULL;
}

static const char *add_segment(struct elf_image *image, const uint8_t *header, uint64_t size)
{
	struct elf_segment s = {
		.address = elf_u64(header + P_VADDR),
		.memory_size = elf_u64(header + P_MEMSZ),
		.file_size = elf_u64(header + P_FILESZ),
		.offset = elf_u64(header + P_OFFSET),
		.prot = elf_u32(header + P_FLAGS),
	};

	if (s.memory_size == 0)
		return s.file_size ? "a segment is larger in the file than in memory" : NULL;
	if (image->segment_count == ELF_SEGMENTS_MAX)
		return "more than 16 segments";
	if (s.prot & ~(uint32_t)(ELF_R | ELF_W | ELF_X))
		return "a segment has unknown flags";
	if (!(s.prot & ELF_R))
		return "a segment is not readable";
	if (s.file_size > s.memory_size)
		return "a segment is larger in the file than in memory";
	if (!elf_within(s.offset, s.file_size, size))
		return "the file ends inside a segment";
	if (s.address % ZVM_PAGE)
		return "a segment does not start on a page";
	if (s.address < ZVM_TEXT || s.address >= ZVM_STACK_TOP ||
	    s.memory_size > ZVM_STACK_TOP - s.address)
		return "a segment lies outside of [0x20000, 0xFFFFF000)";
	if (image->segment_count == 0) {
		const char *reason = check_text(&s);

		if (reason)
			return reason;
	} else {
		if (s.prot & ELF_X)
			return "a second segment is executable";
		if (s.address < page_end(&image->segments[image->segment_count - 1]))
			return "segments overlap, share a page or are not in ascending order";
	}
	image->segments[image->segment_count++] = s;
	return NULL;
}

static const char *set_tls(struct elf_image *image, const uint8_t *header)
{
	struct elf_tls tls = {
		.address = elf_u64(header + P_VADDR),
		.file_size = elf_u64(header + P_FILESZ),
		.memory_size = elf_u64(header + P_MEMSZ),
		.align = elf_u64(header + P_ALIGN),
	};

	if (image->tls.memory_size)
		return "more than one thread-local segment";
	if (tls.align == 0)
		tls.align = 1;
	if (tls.align & (tls.align - 1) || tls.align > ZVM_PAGE)
		return "the alignment of thread-local storage is no power of two up to a page";
	if (tls.file_size > tls.memory_size)
		return "thread-local storage is larger in the file than in memory";
	/* With the padding that its alignment adds below the thread pointer. */
	if (tls.memory_size > ZVM_TP - ZVM_THREAD ||
	    ((tls.memory_size + tls.align - 1) & ~(tls.align - 1)) > ZVM_TP - ZVM_THREAD)
		return "more than 28 KiB of thread-local storage";
	if (tls.file_size == 0)
		tls.address = 0;
	image->tls = tls;
	return NULL;
}

/* The guest reads the image from its own memory: it must be there. */
static const char *check_tls(const struct elf_image *image)
{
	const struct elf_tls *tls = &image->tls;

	if (tls->file_size == 0)
		return NULL;
	for (unsigned i = 0; i < image->segment_count; i++) {
		const struct elf_segment *s = &image->segments[i];

		if (tls->address >= s->address &&
		    elf_within(tls->address - s->address, tls->file_size, s->file_size))
			return NULL;
	}
	return "the image of thread-local storage is in no segment";
}

static const char *add_header(struct elf_image *image, const uint8_t *header, uint64_t size)
{
	switch (elf_u32(header + P_TYPE)) {
	case PT_LOAD:
		return add_segment(image, header, size);
	case PT_TLS:
		return set_tls(image, header);
	case PT_INTERP:
	case PT_DYNAMIC:
	case PT_SHLIB:
		return "dynamically linked; link it statically with zvm-cc";
	case PT_GNU_STACK:
		return elf_u32(header + P_FLAGS) & ELF_X ? "asks for an executable stack" : NULL;
	default:
		return NULL; /* notes and the like: nothing that the sandbox uses */
	}
}

const char *elf_open(struct elf_image *image, const uint8_t *file, uint64_t size)
{
	const char *reason = check_header(file, size);

	if (!reason)
		reason = check_table(file, size);
	if (reason)
		return reason;
	*image = (struct elf_image){.entry = elf_u64(file + E_ENTRY)};

	const uint8_t *headers = file + elf_u64(file + E_PHOFF);

	for (unsigned i = 0; i < elf_u16(file + E_PHNUM); i++) {
		reason = add_header(image, headers + (uint64_t)i * PHDR_SIZE, size);
		if (reason)
			return reason;
	}
	if (image->segment_count == 0)
		return "no segment to load";
	return check_tls(image);
}
