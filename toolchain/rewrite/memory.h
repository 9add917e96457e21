/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that never fails: the process ends with a message instead. */
#ifndef ZVM_REWRITE_MEMORY_H
#define ZVM_REWRITE_MEMORY_H

#include <stddef.h>

void *grow(void *old, size_t count, size_t size);

#endif
