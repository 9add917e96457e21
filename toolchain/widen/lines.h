/* SPDX-License-Identifier: Apache-2.0 */
/* The addresses that line tables name: debuggers put breakpoints there, so they must stay. */
#ifndef ZVM_WIDEN_LINES_H
#define ZVM_WIDEN_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads a section .debug_line (DWARF 2 to 5, of 32 bits) and marks each address of the text
 * that it names: bit n of word m for byte n of bundle m.  False if it is not understood.
 */
bool lines_mark(const uint8_t *table, size_t size, uint64_t text, size_t text_size, uint32_t *marks);

#endif
