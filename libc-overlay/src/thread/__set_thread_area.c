/* SPDX-License-Identifier: Apache-2.0 */
#include "pthread_impl.h"

int __set_thread_area(void *tp)
{
	return zrt_thread_pointer(tp);
}
