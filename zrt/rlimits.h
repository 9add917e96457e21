/* SPDX-License-Identifier: Apache-2.0 */
/* rlimits.h - the resource limits of the process, for those who keep them. */
#ifndef ZRT_RLIMITS_H
#define ZRT_RLIMITS_H

#include <stdint.h>

#define ZRT_UNLIMITED UINT64_MAX

/* The soft limit RLIMIT_* (0-15); enforced: FSIZE and NOFILE by files, AS by mmap and brk. */
uint64_t zrt_limit(int resource);

#endif
