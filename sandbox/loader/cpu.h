/* SPDX-License-Identifier: Apache-2.0 */
/* What this CPU and kernel offer, against what validated code uses. */
#ifndef ZVM_LOADER_CPU_H
#define ZVM_LOADER_CPU_H

#include <stdint.h>

/* Looks once; call before anything else of this header. Sets gate_has_avx. */
void cpu_init(void);

/* The bits (enum zv_feature) of `features` that are missing here. */
uint64_t cpu_missing(uint64_t features);

/* Refuses the session, naming what is missing, if anything is. */
void cpu_check(const char *path, uint64_t features);

#endif
