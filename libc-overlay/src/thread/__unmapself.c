/* SPDX-License-Identifier: Apache-2.0 */
#include "pthread_impl.h"

void __unmapself(void *base, size_t size)
{
	zrt_thread_unmap_exit(base, size);
}
