/* SPDX-License-Identifier: Apache-2.0 */
#include "load.h"

#include "cpu.h"
#include "guest.h"
#include "session.h"
#include "space.h"
#include "unit.h"

#include <elf/bytes.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

#define LARGE_PAGE ZVM_U64(0x200000)
#define HLT 0xF4 /* what no instruction of the program fills: faults in user mode */

/* The file's header, and program headers wherever they lie in this much of it. */
static uint8_t head[ZVM_PAGE];

static struct elf_image image;
static const char *path;
static int program_fd = -1;

/* Reads until `size` bytes are there or the file ends. */
static uint64_t read_at(void *buffer, uint64_t size, uint64_t offset)
{
	uint64_t have = 0;

	while (have < size) {
		ssize_t n = pread(program_fd, (char *)buffer + have, size - have, (off_t)(offset + have));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			refuse_errno(SESSION_NO_PROGRAM, "program %s: cannot read", path);
		if (n == 0)
			break;
		have += (uint64_t)n;
	}
	return have;
}

static void open_file(void)
{
	struct stat st;

	/* O_NONBLOCK: a FIFO of that name must not hang the session. */
	program_fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (program_fd < 0)
		refuse_errno(SESSION_NO_PROGRAM, "program %s", path);
	if (fstat(program_fd, &st))
		refuse_errno(SESSION_NO_PROGRAM, "program %s", path);
	if (S_ISDIR(st.st_mode))
		refuse(SESSION_NO_PROGRAM, EISDIR, "program %s: is a directory", path);
	if (!S_ISREG(st.st_mode))
		refuse(SESSION_NO_PROGRAM, EIO, "program %s: is not a regular file", path);
	if (st.st_size == 0)
		refuse(SESSION_NOT_ZVM, ENOEXEC, "program %s: the file is empty", path);
}

void load_open(const char *program)
{
	struct stat st;
	const char *reason;
	uint64_t have;

	path = program;
	open_file();
	have = read_at(head, sizeof head, 0);
	if (fstat(program_fd, &st))
		refuse_errno(SESSION_NO_PROGRAM, "program %s", path);
	/* elf_open sees the head as if it were the file: the headers must lie in it. */
	if ((uint64_t)st.st_size > have && have >= 64 &&
	    !elf_within(elf_u64(head + 32), (uint64_t)elf_u16(head + 56) * elf_u16(head + 54), have))
		refuse(SESSION_NOT_ZVM, ENOEXEC, "program %s: the program headers are not at the start of the file", path);
	reason = elf_open(&image, head, (uint64_t)st.st_size);
	if (reason)
		refuse(SESSION_NOT_ZVM, ENOEXEC, "program %s: %s", path, reason);
}

const struct elf_image *load_image(void)
{
	return &image;
}

static uint64_t page_end(uint64_t address)
{
	return (address + ZVM_PAGE - 1) & ~(ZVM_PAGE - 1);
}

static void fill(const struct elf_segment *s)
{
	/* The pages come by one call instead of a fault for each.  Older kernels do without. */
	madvise(guest_pointer(s->address), page_end(s->address + s->file_size) - s->address, MADV_POPULATE_WRITE);
	if (read_at(guest_pointer(s->address), s->file_size, s->offset) != s->file_size)
		refuse(SESSION_NOT_ZVM, ENOEXEC, "program %s: the file became shorter while it was read", path);
}

static void load_text(const struct elf_segment *text)
{
	uint64_t end = page_end(text->address + text->memory_size);
	uint64_t tail = text->address + text->file_size;
	uint64_t large = (text->address + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);

	/* Whole large pages are filled sooner and spare the processor translations. */
	if (large + LARGE_PAGE <= end)
		madvise(guest_pointer(large), (end & ~(LARGE_PAGE - 1)) - large, MADV_HUGEPAGE);
	fill(text);
	memset(guest_pointer(tail), HLT, end - tail);
	space_protect(text->address, PROT_READ);
	unit_validate_program(path, text->address, end - text->address, image.entry);
	cpu_check(path, unit_features());
	space_protect(text->address, PROT_READ | PROT_EXEC);
}

void load_program(void)
{
	load_text(&image.segments[0]);
	for (unsigned i = 1; i < image.segment_count; i++) {
		const struct elf_segment *s = &image.segments[i];

		fill(s);
		space_protect(s->address, s->prot & ELF_W ? PROT_READ | PROT_WRITE : PROT_READ);
	}
	close(program_fd);
	program_fd = -1;
}
