/* SPDX-License-Identifier: Apache-2.0 */
/* From an address of a program to its function and source line. */
#ifndef ZVM_CLI_SYMBOLIZE_H
#define ZVM_CLI_SYMBOLIZE_H

#include <stdbool.h>
#include <stdint.h>

struct location {
	char *function; /* or NULL */
	char *source;   /* "file.c:12", or NULL */
};

/*
 * Asks the machine's symbolizer (llvm-symbolizer or addr2line), else the
 * program's symbol table for the function alone.
 */
struct location symbolize(const char *program, uint64_t address);

/* Whether the program's symbol table has a function of that name. */
bool has_function(const char *program, const char *name);

#endif
