/* SPDX-License-Identifier: Apache-2.0 */
/*
 * shim.h - stands in for the loader, so that parts of ZRT run as ordinary host
 * programs: the session block and the heap at their real addresses, channels in
 * memory, and the six runtime calls.
 */
#ifndef SHIM_H
#define SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <zvm.h>

/*
 * Begins a session with this much heap and no channels; the one before is gone.
 * The heap lies below 4 GiB and is zero.
 */
void shim_start(uint64_t heap_bytes);

/* Adds a channel that holds a copy of `data`; returns its number. */
int shim_channel(const char *alias, enum zvm_channel_type type, enum zvm_channel_kind kind,
                 const void *data, size_t size);

/* Quotas of a channel; without this call they are unlimited both ways. */
void shim_limit(int channel, enum zvm_limit limit, int64_t value);

/* Lets a function stand for the contents of a channel of `size` bytes. */
typedef void shim_reader(void *context, void *buffer, uint64_t size, int64_t offset);
void shim_read_from(int channel, shim_reader *reader, void *context, int64_t size);

/* What the channel holds now, and the bytes and calls that were read of it. */
const void *shim_data(int channel, size_t *size);
uint64_t shim_bytes_read(int channel);

/* Lets zvm_fork succeed once; the channel then holds this, as for a request. */
void shim_fork_gives(const char *alias, const void *data, size_t size);

/* Runs f until it returns (-1) or calls zvm_exit (its code). */
int shim_run(void (*f)(void *), void *argument);

/*
 * Runs f in a process of its own, because parts of ZRT can begin only once, and
 * gives its exit code; f's return is 0.
 */
int shim_apart(void (*f)(void *), void *argument);

/* Ends the test program with a message unless `truth`. */
#define CHECK(truth) \
	((truth) ? (void)0 : (printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #truth), exit(1)))
#define CHECK_EQ(a, b) shim_check_eq(__FILE__, __LINE__, #a, (long long)(a), (long long)(b))
void shim_check_eq(const char *file, int line, const char *what, long long got, long long want);

/* A repeatable random number; seed with shim_seed. */
uint64_t shim_random(void);
void shim_seed(uint64_t seed);

#endif
