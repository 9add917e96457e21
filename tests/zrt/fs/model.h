/* SPDX-License-Identifier: Apache-2.0 */
/*
 * model.h - the same system calls to ZRT and to the kernel, results compared.
 *
 * The kernel's side runs chrooted in an empty tmpfs, so that every path means
 * the same on both sides.  Descriptors differ and are kept in pairs.
 */
#ifndef MODEL_H
#define MODEL_H

#include <stdbool.h>
#include <stdint.h>

#define SLOTS 12 /* pairs of descriptors */

/* A pair of descriptors; slot SLOTS stands for AT_FDCWD, SLOTS + 1 for -1. */
struct pair {
	int kernel, zrt; /* -1: closed */
};
extern struct pair pairs[SLOTS + 2];

/* A sequence begins: empty file systems on both sides. */
void model_begin(uint64_t seed);
void model_end(void);

/* Remembers what is being done, for the report of a difference. */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Raw calls: negative errno. */
long kernel(long n, long a, long b, long c, long d, long e, long f);
long zrt(long n, long a, long b, long c, long d, long e, long f);

/* Makes the same call on both sides; ends the test if the results differ. */
long both(long n, long a, long b, long c, long d, long e);

/* The same with a descriptor of pair `slot` in front. */
long both_fd(long n, int slot, long b, long c, long d, long e);

/* Ends the test with a report unless both are equal. */
void same(const char *what, long long kernel_value, long long zrt_value);

/* Keeps two new descriptors in a free slot, or closes them. */
void keep_pair(long kernel_fd, long zrt_fd);
void close_pair(int slot);

/* Random choices. */
unsigned pick(unsigned below);
bool one_in(unsigned n);
const char *random_path(void);
int random_slot(void);
int random_dir(void); /* a slot, mostly AT_FDCWD */

/* Compares both trees from the root: names, attributes, contents, links. */
void compare_trees(void);

/* A sequence begins: root, the same bytes to write. */
void operations_begin(void);

/* One random operation. */
void random_operation(void);

#endif
