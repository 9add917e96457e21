/* SPDX-License-Identifier: Apache-2.0 */
/* exit.h - the end of the program, in one place. */
#ifndef ZRT_EXIT_H
#define ZRT_EXIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Ends the session with `code`: writes the `wo` images of nvram's [fstab], then
 * leaves.  An image that can not be written is reported on stderr, and a code
 * of 0 becomes ZRT_EXIT_IMAGE.
 */
_Noreturn void zrt_end(int32_t code);
#define ZRT_EXIT_IMAGE 124

/* Exit code of a program that dies of signal n, as a shell shows it. */
#define ZRT_EXIT_SIGNAL(n) (128 + (n))

/*
 * One line on the program's stderr channel, if there is one: "zrt: ..." with
 * %s, %d, %u, %ld and %lx only, cut at 512 bytes.
 */
void zrt_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Lets messages go through the open file behind descriptor 2, once there is one;
 * a sink returns false to have the text written on the channel itself.  Returns
 * how many bytes were written there before.
 */
typedef bool zrt_warn_sink(const char *text, size_t size);
uint64_t zrt_warn_through(zrt_warn_sink *sink);

/* "No such file or directory" and the like for an errno, "error" for a rare one. */
const char *zrt_error_text(int error);

#endif
