/* SPDX-License-Identifier: Apache-2.0 */
/* Waiting in a program that has one thread: nobody else can ever change anything. */
#include "wait.h"

#include <errno.h>

uint64_t zrt_events;

__attribute__((weak)) int zrt_wait(int64_t deadline)
{
	return deadline == ZRT_FOREVER ? -EDEADLK : -ETIMEDOUT;
}
