/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include <elf.h>
#include <stdio.h>

/* Text, the values of the registers behind it, and data that may be written. */
void program_write(const struct run_case *c, const char *path)
{
	enum { HEAD = 0x1000, SEGMENTS = 3 };
	static const struct {
		uint64_t address, size, file_size;
		uint32_t flags;
	} segments[SEGMENTS] = {
		{ZVM_TEXT, TEXT_SIZE, TEXT_SIZE, PF_R | PF_X},
		{LOADS_IN_PROGRAM, sizeof(struct values), sizeof(struct values), PF_R | PF_W},
		{DATA_START, DATA_END - DATA_START, 0, PF_R | PF_W},
	};
	uint8_t head[HEAD] = {0};
	Elf64_Ehdr *e = (Elf64_Ehdr *)(void *)head;
	Elf64_Phdr *p = (Elf64_Phdr *)(void *)(head + sizeof *e);
	uint64_t offset = HEAD;
	FILE *out = fopen(path, "wb");

	*e = (Elf64_Ehdr){.e_ident = {0x7F, 'E', 'L', 'F', ELFCLASS64, ELFDATA2LSB, EV_CURRENT}, .e_type = ET_EXEC,
		.e_machine = EM_X86_64, .e_version = EV_CURRENT, .e_entry = ZVM_TEXT, .e_phoff = sizeof *e,
		.e_ehsize = sizeof *e, .e_phentsize = sizeof *p, .e_phnum = SEGMENTS};
	for (unsigned n = 0; n < SEGMENTS; n++) {
		p[n] = (Elf64_Phdr){.p_type = PT_LOAD, .p_flags = segments[n].flags, .p_offset = offset,
			.p_vaddr = segments[n].address, .p_filesz = segments[n].file_size, .p_memsz = segments[n].size, .p_align = HEAD};
		offset += segments[n].file_size;
	}
	if (!out || fwrite(head, HEAD, 1, out) != 1 || fwrite(c->text, TEXT_SIZE, 1, out) != 1 ||
	    fwrite(&c->values, sizeof c->values, 1, out) != 1 || fclose(out))
		fail(path);
}
