/* SPDX-License-Identifier: Apache-2.0 */
/*
 * fuzz.h - a small fuzzer: replays a folder of inputs, then mutations of them.
 *
 *	PROGRAM [-n ROUNDS] [-r SEED] FOLDER...
 *
 * The input ends at a page that can not be read, so that reading beyond it is
 * seen.  The entry has libFuzzer's name: the same file links with that, too.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Pieces that mutations put in; ends with NULL. */
extern const char *const fuzz_words[];

#endif
