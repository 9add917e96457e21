/* SPDX-License-Identifier: Apache-2.0 */
/*
 * operations.h - single operations to measure, grouped in tables by theme.
 *
 * An operation does one round of its work each time it is called.  What it
 * needs beforehand it makes in its `prepare`, whose cost is subtracted because
 * the caller compares two runs with different numbers of rounds.
 */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include <stddef.h>

struct operation {
	const char *name;
	void (*run)(void);
	void (*prepare)(void); /* or NULL */
};

/* Tables, each ended by a name that is NULL. */
extern const struct operation file_operations[], memory_operations[], string_operations[], text_operations[];

/* Folder to work in, and a path in it that belongs to this process; static, used at once. */
extern const char *folder;
const char *path_of(const char *name);

/* Ends the program unless `ok`. */
void must(int ok, const char *what);

/* Keeps results alive. */
extern volatile long sink;

#endif
