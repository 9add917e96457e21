/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names for addresses out of an ELF file's symbol table, for messages only.
 * As hostile as the rest of the file, and never part of a decision.
 */
#ifndef ZVM_ELF_SYMBOLS_H
#define ZVM_ELF_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

struct elf_symbol {
	const char *name; /* in the file, not terminated; bytes may be anything */
	uint32_t length;  /* bytes of the name, at least 1 */
	uint64_t address;
};

/*
 * Finds the last code symbol at or before `address`.  Reads the whole table: for
 * a few messages, not for loops.  Returns false if there is none.
 */
bool elf_symbol_at(const uint8_t *file, uint64_t size, uint64_t address,
                   struct elf_symbol *symbol);

#endif
