/* SPDX-License-Identifier: Apache-2.0 */
/* Where the report goes: never where a channel goes. */
#ifndef ZVM_LOADER_OUTPUT_H
#define ZVM_LOADER_OUTPUT_H

#include <manifest/manifest.h>

#include <stdbool.h>
#include <stddef.h>

/* Writes all of it, by system calls alone: the caller may be a signal handler. */
bool output_write(int fd, const char *text, size_t size);

/*
 * Takes the places of closed standard streams, so that no file of ours gets them,
 * by descriptors that are open for nothing useful.
 */
void output_reserve_standard(void);

/*
 * Opens the report that --report names: first of all, so that every end can be reported.
 * Refuses the manifest's own file.
 */
void output_open(const char *report, const char *manifest);

/* Empties the report's file, unless it is the program or a channel: that is refused. */
void output_take(const char *report, const struct manifest *m);

/*
 * Once channels are open.  A report that was asked for must not share a file with
 * a channel; without --report picks standard output or standard error.
 */
void output_settle(const char *report);

#endif
