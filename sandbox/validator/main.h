/* SPDX-License-Identifier: Apache-2.0 */
/* The program zvm-validate: what its parts share. */
#ifndef ZVM_VALIDATE_MAIN_H
#define ZVM_VALIDATE_MAIN_H

#include <validator/validator.h>

#include <stdbool.h>
#include <stdint.h>

/* Exit statuses. */
enum { ACCEPTED, REJECTED, TROUBLE };

/* A file and the code in it. */
struct subject {
	const char *path;
	const uint8_t *file;
	uint64_t file_size;
	bool raw;            /* only code: no symbols */
	struct zv_unit unit;
};

/* What the sink counts and limits; the context of print_violation(). */
struct listing {
	const struct subject *subject;
	uint64_t printed;
	uint64_t limit;      /* violations to print; 0: all */
};

/* A zv_sink: prints one violation as text. */
bool print_violation(void *context, const struct zv_violation *violation);

#endif
