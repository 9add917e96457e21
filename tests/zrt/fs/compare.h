/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COMPARE_H
#define COMPARE_H

#include <stdint.h>
#include <sys/stat.h>

/* Seconds that the test sets as times lie here. */
#define SET_MIN 100000
#define SET_MAX 200000

/* st_ino of ZRT's root. */
extern uint64_t root_ino_zrt;
void find_root(void);

/* The directory that the running sequence has for itself. */
const char *model_root(void);

void compare_stat(const struct stat *k, const struct stat *z);

#endif
