/* SPDX-License-Identifier: Apache-2.0 */
#include "symbols.h"

#include "bytes.h"

enum {
	E_SHOFF = 40, E_SHENTSIZE = 58, E_SHNUM = 60, EHDR_SIZE = 64,
	SH_TYPE = 4, SH_OFFSET = 24, SH_SIZE = 32, SH_LINK = 40, SHDR_SIZE = 64,
	ST_NAME = 0, ST_INFO = 4, ST_SHNDX = 6, ST_VALUE = 8, SYM_SIZE = 24,
	SHT_SYMTAB = 2, STT_NOTYPE = 0, STT_FUNC = 2, SHN_UNDEF = 0, SHN_LORESERVE = 0xFF00
};

struct range {
	const uint8_t *bytes;
	uint64_t size;
};

/* The contents of section `index`, or an empty range. */
static struct range section(const uint8_t *file, uint64_t size, uint64_t table, uint32_t index)
{
	const uint8_t *header = file + table + (uint64_t)index * SHDR_SIZE;
	uint64_t offset = elf_u64(header + SH_OFFSET), length = elf_u64(header + SH_SIZE);

	if (!elf_within(offset, length, size))
		return (struct range){file, 0};
	return (struct range){file + offset, length};
}

static bool name_of(struct range names, uint32_t offset, struct elf_symbol *symbol)
{
	uint64_t end = offset;

	while (end < names.size && names.bytes[end] && end - offset < UINT32_MAX)
		end++;
	if (end >= names.size || end == offset)
		return false;
	symbol->name = (const char *)names.bytes + offset;
	symbol->length = (uint32_t)(end - offset);
	return true;
}

static bool search(struct range symbols, struct range names, uint64_t address,
                   struct elf_symbol *best)
{
	bool found = false;

	for (uint64_t at = 0; elf_within(at, SYM_SIZE, symbols.size); at += SYM_SIZE) {
		const uint8_t *s = symbols.bytes + at;
		uint64_t value = elf_u64(s + ST_VALUE);
		uint32_t type = s[ST_INFO] & 15U, home = elf_u16(s + ST_SHNDX);
		struct elf_symbol candidate = {.address = value};

		if (value > address || (found && value < best->address) || home == SHN_UNDEF ||
		    home >= SHN_LORESERVE || (type != STT_FUNC && type != STT_NOTYPE))
			continue;
		if (found && value == best->address && type != STT_FUNC)
			continue; /* a function's name says more than a label's */
		if (name_of(names, elf_u32(s + ST_NAME), &candidate)) {
			*best = candidate;
			found = true;
		}
	}
	return found;
}

bool elf_symbol_at(const uint8_t *file, uint64_t size, uint64_t address, struct elf_symbol *symbol)
{
	uint64_t table, count;

	if (size < EHDR_SIZE || elf_u16(file + E_SHENTSIZE) != SHDR_SIZE)
		return false;
	table = elf_u64(file + E_SHOFF);
	count = elf_u16(file + E_SHNUM);
	if (!elf_within(table, count * SHDR_SIZE, size))
		return false;
	for (uint32_t i = 0; i < count; i++) {
		const uint8_t *header = file + table + (uint64_t)i * SHDR_SIZE;
		uint32_t names = elf_u32(header + SH_LINK);

		if (elf_u32(header + SH_TYPE) != SHT_SYMTAB || names >= count)
			continue;
		return search(section(file, size, table, i), section(file, size, table, names),
		              address, symbol);
	}
	return false;
}
