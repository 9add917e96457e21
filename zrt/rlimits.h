/* SPDX-License-Identifier: Apache-2.0 */
/* rlimits.h - the resource limits of the process, for those who keep them. */
#ifndef ZRT_RLIMITS_H
#define ZRT_RLIMITS_H

#include <stdint.h>

#define ZRT_UNLIMITED UINT64_MAX

/* The soft limits that are kept, besides RLIMIT_NOFILE (zrt_fd_limit). */
struct zrt_limits {
	uint64_t file_size;     /* RLIMIT_FSIZE, bytes: writing and growing files */
	uint64_t address_space; /* RLIMIT_AS, bytes: mmap, mremap, brk */
};
extern struct zrt_limits zrt_limits;

#endif
